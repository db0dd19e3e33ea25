import type { Command } from "commander";
import { describeConfig } from "../core/report/config.ts";
import { containerDetails, describeContainers } from "../core/report/details.ts";
import { describeServers } from "../core/report/servers.ts";
import { lookAtServers } from "../use-cases/facts.ts";
import { knownVersion, loadSettings } from "../use-cases/project.ts";
import type { FrontEnd } from "./front-end.ts";
import { addMigrate } from "./migrate.ts";
import { type GlobalOptions, versionArgument, withGlobals } from "./options.ts";

/** Commands that only look. */
export function addInspection(root: Command, app: Command, frontEnd: FrontEnd): void {
  const facts = withGlobals(root.command("facts")).description("Show what each server says of itself");
  facts.action(async () => {
    const options = facts.opts<GlobalOptions>();
    const { project, facts: known } = await lookAtServers(await frontEnd.call(options), "facts");
    frontEnd.answer({ text: describeServers(project.config, known), json: { servers: [...known.values()] } }, options);
  });

  const details = withGlobals(app.command("details"));
  details.description("Show the app's containers on every server").action(async () => {
    const options = details.opts<GlobalOptions>();
    const { project, facts: known } = await lookAtServers(await frontEnd.call(options), "app", "details");
    const containers = containerDetails(project.config, known);
    frontEnd.answer({ text: describeContainers(containers), json: { containers } }, options);
  });

  const config = withGlobals(root.command("config")).description("Show what deploy.yml means, with secrets by their names");
  config.action(async () => {
    const options = config.opts<GlobalOptions>();
    const call = await frontEnd.call(options);
    const settings = await loadSettings(call);
    // A file is worth showing before its first commit.
    const version = knownVersion(settings, call.request) ?? versionArgument("unknown");
    frontEnd.answer(describeConfig(settings.config, version), options);
  });
  addMigrate(config, frontEnd);
}
