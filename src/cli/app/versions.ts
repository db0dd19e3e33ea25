import type { Command } from "commander";
import { appHosts } from "../../core/config/placement.ts";
import { knownVersions } from "../../core/host/versions.ts";
import { describeVersions, versionsJson } from "../../core/report/versions.ts";
import type { Done } from "../../use-cases/errand.ts";
import type { Answer, FrontEnd } from "../front-end.ts";
import { lookAtDocker } from "../look.ts";
import { type GlobalOptions, withGlobals } from "../options.ts";

/** `app versions`. */
export function addAppVersions(app: Command, frontEnd: FrontEnd): void {
  const command = withGlobals(app.command("versions")).description("Show the versions that can be rolled back to");
  command.action(async () => {
    const options = command.opts<GlobalOptions>();
    await lookAtDocker(frontEnd, options, { command: "app", subcommand: "versions", looksAt: appHosts, describe });
  });
}

function describe({ config, facts }: Done): Answer {
  const versions = knownVersions(config, facts);
  return { text: describeVersions(versions, [...facts.keys()]), json: { versions: versionsJson(versions) } };
}
