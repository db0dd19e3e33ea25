import { accessoryPlacements } from "../config/accessory.ts";
import type { Config } from "../config/config.ts";
import type { FactsByHost } from "../plan/release.ts";
import { table } from "./table.ts";

/** One accessory on one of its hosts, for `details`. */
export interface AccessoryDetail {
  readonly host: string;
  readonly accessory: string;
  /** Its name; undefined where there is none. */
  readonly container: string | undefined;
  readonly image: string | undefined;
  readonly state: string | undefined;
  readonly status: string | undefined;
}

/** Servers that could not be asked are missing. */
export const accessoryDetails = (config: Config, facts: FactsByHost): AccessoryDetail[] =>
  accessoryPlacements(config).flatMap(({ accessory, host }) => {
    const known = facts.get(host);
    if (!known) return [];
    const found = known.containers.find(({ service }) => service === accessory.service);
    const { name: container, image, state, status } = found ?? {};
    return [{ host, accessory: accessory.name, container, image, state, status }];
  });

/** A table with a line for each, also where the container is missing. */
export function describeAccessories(details: readonly AccessoryDetail[]): string {
  const rows = details.map(({ host, accessory, container = "none", image = "", status = "" }) => [
    ...[host, accessory, container, image, status],
  ]);
  return table(["HOST", "ACCESSORY", "CONTAINER", "IMAGE", "STATUS"], rows);
}
