import type { Config } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { currentContainer, type FactsByHost, versionOf } from "./facts.ts";

/** What the primary role served on the primary host; where that is another shard's, on the first host that was looked at. */
export function previousVersion(config: Config, facts: FactsByHost): Version | undefined {
  const known = facts.get(config.primaryHost) ?? (config.scope?.shard && [...facts.values()][0]);
  const role = config.roles.find(({ name }) => name === config.primaryRole);
  const current = known && role && currentContainer(known, config, role);
  return current && versionOf(current, config, role);
}
