import type { Command } from "commander";
import { appHosts } from "../core/config/placement.ts";
import { describeConfig } from "../core/report/config.ts";
import { containerDetails, describeContainers } from "../core/report/details.ts";
import { describeServers } from "../core/report/servers.ts";
import type { Done } from "../use-cases/errand.ts";
import { knownVersion, loadSettings } from "../use-cases/project.ts";
import type { Answer, FrontEnd } from "./front-end.ts";
import { look, lookAtDocker } from "./look.ts";
import { addMigrate } from "./migrate.ts";
import { type GlobalOptions, versionArgument, withGlobals } from "./options.ts";

/** Commands that only look. */
export function addInspection(root: Command, app: Command, frontEnd: FrontEnd): void {
  const facts = withGlobals(root.command("facts")).description("Show what each server says of itself");
  facts.action(async () => {
    const options = facts.opts<GlobalOptions>();
    const describe = ({ config, facts }: Done): Answer => ({
      text: describeServers(config, facts),
      json: { servers: [...facts.values()] },
    });
    await look(frontEnd, options, { command: "facts", looksAt: appHosts, describe });
  });

  const details = withGlobals(app.command("details"));
  details.description("Show the app's containers on every server").action(async () => {
    const options = details.opts<GlobalOptions>();
    const describe = ({ config, facts }: Done): Answer => {
      const containers = containerDetails(config, facts);
      return { text: describeContainers(containers), json: { containers } };
    };
    await lookAtDocker(frontEnd, options, { command: "app", subcommand: "details", looksAt: appHosts, describe });
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
