import type { Command } from "commander";
import { describeConfig } from "../core/report/config.ts";
import { containerDetails, describeContainers } from "../core/report/details.ts";
import { describeServers } from "../core/report/servers.ts";
import { lookAtServers } from "../use-cases/facts.ts";
import { loadProject, versionOf } from "../use-cases/project.ts";
import type { FrontEnd } from "./front-end.ts";
import { type GlobalOptions, withGlobals } from "./options.ts";

/** Commands that only look. */
export function addInspection(root: Command, frontEnd: FrontEnd): void {
  const facts = withGlobals(root.command("facts")).description("Show what each server says of itself");
  facts.action(async () => {
    const options = facts.opts<GlobalOptions>();
    const { project, facts: known } = await look(frontEnd, options);
    frontEnd.answer({ text: describeServers(project.config, known), json: { servers: [...known.values()] } }, options);
  });

  const details = withGlobals(root.command("app").description("Look after the app's containers").command("details"));
  details.description("Show the app's containers on every server").action(async () => {
    const options = details.opts<GlobalOptions>();
    const { project, facts: known } = await look(frontEnd, options);
    const containers = containerDetails(project.config, known);
    frontEnd.answer({ text: describeContainers(containers), json: { containers } }, options);
  });

  const config = withGlobals(root.command("config")).description("Show what deploy.yml means, with secrets by their names");
  config.action(async () => {
    const options = config.opts<GlobalOptions>();
    const call = await frontEnd.call(options);
    const project = await loadProject(call);
    frontEnd.answer(describeConfig(project.config, versionOf(project, call.request)), options);
  });
}

const look = async (frontEnd: FrontEnd, options: GlobalOptions) => lookAtServers(await frontEnd.call(options));
