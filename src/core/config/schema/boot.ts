import { hostCount } from "./host-count.ts";
import { flag, section, whole } from "./value.ts";

export const boot = section({
  limit: hostCount(1)
    .optional()
    .describe(
      "How many hosts start the new version at once: a number, or a percentage of all hosts such as 25% (rounded down, at least one). All at once by default.",
    ),
  wait: whole.optional().describe("Seconds to wait between groups of hosts.").meta({ default: 0 }),
  parallel_roles: flag
    .optional()
    .describe("Start all roles of a host side by side, not one after another.")
    .meta({ default: false }),
}).describe("In which steps a new version reaches the hosts.");
