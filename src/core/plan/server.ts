import { audit } from "../commands/audit.ts";
import type { Execution } from "../commands/exec.ts";
import type { Host } from "../config/names.ts";
import { hostsInScope } from "../config/placement.ts";
import { lines, type Shell, sh, verbatim } from "../shell/sh.ts";
import { onEachHost } from "./each.ts";
import type { Plan } from "./plan.ts";
import type { Release } from "./release.ts";

/** As at a prompt: it goes on after a failure, and ends as its last command does. */
const asTyped = (command: string): Shell => sh`set +e
${verbatim(command)}`;

/** Run a command, as it was typed, on every server itself; one that a person types into, on the primary host. */
export const planServerExec =
  (command: string, interactive?: Execution["interactive"]): ((release: Release) => Plan) =>
  ({ config, performer }) => {
    const record = (host: Host): Shell => audit(config, performer, `Executed cmd '${command}' on ${host}`);
    // Kamal records none that a person types into.
    const run = (host: Host): Shell => lines(interactive === undefined && record(host), asTyped(command));
    const hosts = interactive === undefined ? hostsInScope(config) : [config.primaryHost];
    const steps = onEachHost(hosts, { name: "exec", stage: "answer", title: () => command, run });
    return { title: `Run ${command}`, steps };
  };
