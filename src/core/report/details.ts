import type { Config } from "../config/config.ts";
import { placements } from "../config/placement.ts";
import { containersOf, currentContainer, versionOf } from "../host/facts.ts";
import type { FactsByHost } from "../plan/release.ts";
import { table } from "./table.ts";

/** One container of the app, for `app details`. */
export interface ContainerDetail {
  readonly host: string;
  readonly role: string;
  readonly version: string;
  readonly container: string;
  readonly name: string;
  readonly state: string;
  readonly status: string;
  /** It is the one that serves. */
  readonly current: boolean;
}

/** Servers that could not be asked are missing. */
export const containerDetails = (config: Config, facts: FactsByHost): ContainerDetail[] =>
  placements(config).flatMap(({ role, host }) => {
    const known = facts.get(host);
    if (!known) return [];
    const current = currentContainer(known, config, role);
    return containersOf(known, config, role).map((container) => ({
      ...{
        host,
        role: role.name,
        version: versionOf(container, config, role) ?? "",
        container: container.id,
        name: container.name,
      },
      ...{ state: container.state, status: container.status, current: container === current },
    }));
  });

/** A table in which a star marks what serves. */
export function describeContainers(details: readonly ContainerDetail[]): string {
  if (details.length === 0) return "No container of the app on any server.";
  const rows = details.map(({ host, role, version, container, status, current }) => [
    current ? "*" : "",
    host,
    role,
    version,
    container,
    status,
  ]);
  return table(["", "HOST", "ROLE", "VERSION", "CONTAINER", "STATUS"], rows);
}
