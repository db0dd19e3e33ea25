import { createNetwork } from "../../commands/docker.ts";
import { login, loginOf, serverName } from "../../commands/registry.ts";
import type { AccessoryPlacement } from "../../config/accessory.ts";
import type { Host } from "../../config/names.ts";
import { network } from "../../host/names.ts";
import { type RemoteStep, stepId } from "../plan.ts";
import type { Release } from "../release.ts";
import { onHost } from "../step.ts";

/** What a boot needs on each host: Kamal's network, and the right to pull. */
export function preparing(release: Release, places: readonly AccessoryPlacement[]): RemoteStep[] {
  const hosts = [...new Set(places.map(({ host }) => host))];
  const networks = hosts.map((host) =>
    onHost(host, "network", "prepare", `Make sure of the network ${network}`, createNetwork()),
  );
  return [...networks, ...hosts.flatMap((host) => loggingIn(release, host, places))];
}

/** Once to each registry that the accessories of a host come from: their own, or the app's. */
export function loggingIn({ config, secrets }: Release, host: Host, places: readonly AccessoryPlacement[]): RemoteStep[] {
  const here = places.filter((place) => place.host === host);
  const registries = new Set(here.map(({ accessory }) => accessory.registry ?? config.registry));
  return [...registries].flatMap((registry, index): RemoteStep[] => {
    const given = loginOf({ ...config, registry }, secrets);
    if (!given) return [];
    const title = `Log in to ${serverName(registry)}`;
    return [{ id: stepId("login", String(index), host), title, stage: "prepare", host, run: login(given), needs: [] }];
  });
}
