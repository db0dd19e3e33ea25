import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import type { Facts } from "./facts.ts";

/** Whether it matters which mirrors servers pull through: Docker has them for its Hub only, and one server needs no other's help. */
export const asksForMirrors = (config: Config): boolean =>
  /^((index|registry-1)\.)?docker\.io(\/|$)/.test(config.registry.server ?? "docker.io") && appHosts(config).length > 1;

/** Behind each mirror the first host pulls first, so that the mirror fetches the image once: whom each of the others waits for. */
export function seedsOf(hosts: readonly Host[], facts: ReadonlyMap<Host, Facts>): ReadonlyMap<Host, Host> {
  const mirrorOf = (host: Host): string | undefined => facts.get(host)?.mirrors?.[0];
  const pairs = hosts.flatMap((host) => {
    const mirror = mirrorOf(host);
    const seed = mirror === undefined ? undefined : hosts.find((other) => mirrorOf(other) === mirror);
    return seed === undefined || seed === host ? [] : [[host, seed] as const];
  });
  return new Map(pairs);
}
