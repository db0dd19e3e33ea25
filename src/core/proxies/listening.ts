import type { Config, ProxyRun } from "../config/config.ts";
import type { Host } from "../config/names.ts";

/** What the file says of how this host's proxy starts: the first role's or accessory's there that has any, since files in which they differ are refused. */
export const proxyRunOf = ({ roles, accessories }: Config, host: Host): ProxyRun | undefined =>
  [...roles, ...accessories]
    .filter(({ hosts }) => hosts.some((candidate) => candidate.host === host))
    .flatMap(({ proxy }) => proxy?.run ?? [])[0];

/** The server's ports that the proxy takes. Files on the server may give kamal-proxy others; without a word in the file, the usual ones are assumed. */
export function portsOf(config: Config, host: Host): readonly number[] {
  const { publish = true, httpPort = 80, httpsPort = 443 } = proxyRunOf(config, host) ?? {};
  return publish ? [httpPort, httpsPort] : [];
}

export type Listening = Pick<ProxyRun, "httpPort" | "httpsPort" | "publish" | "bindIps">;

/** Docker's `--publish` for the ports 80 and 443 of a proxy's container. */
export function publishFlags({ httpPort, httpsPort, publish, bindIps }: Listening): string[] {
  const addresses = bindIps.length > 0 ? bindIps.map((address) => `${bracketed(address)}:`) : [""];
  const ports = publish ? addresses.flatMap((address) => [`${address}${httpPort}:80`, `${address}${httpsPort}:443`]) : [];
  return ports.flatMap((port) => ["--publish", port]);
}

const bracketed = (address: string): string => (address.includes(":") && !address.startsWith("[") ? `[${address}]` : address);
