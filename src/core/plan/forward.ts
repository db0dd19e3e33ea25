import { localPort } from "../commands/registry.ts";
import type { Config } from "../config/config.ts";
import { type Host, isHost } from "../config/names.ts";
import type { Forward } from "./plan.ts";

/** Servers pull from the registry on the deployer's localhost as if it were on their own. */
export const forwardsToRegistry = ({ registry }: Config, hosts: readonly Host[]): Forward[] =>
  registry.local ? hosts.map((host) => ({ host, port: localPort(registry), stage: "pull" })) : [];

/** A remote builder pushes to it the same way. None where the builder is not reached through SSH, which a check of deploy.yml rules out. */
export function forwardToBuilder({ registry, builder: { remote = "" } }: Config): Forward[] {
  if (!registry.local || !URL.canParse(remote)) return [];
  const { protocol, hostname, username, port } = new URL(remote);
  if (protocol !== "ssh:" || !isHost(hostname)) return [];
  const login = {
    user: username === "" ? undefined : decodeURIComponent(username),
    port: port === "" ? undefined : Number(port),
  };
  return [{ host: hostname, port: localPort(registry), stage: "build", login }];
}
