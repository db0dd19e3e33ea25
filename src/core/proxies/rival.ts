import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import { type Container, type Facts, isRunning } from "../host/facts.ts";
import { caddy } from "./caddy/engine.ts";
import { engineOf } from "./engine.ts";
import { kamalProxy } from "./kamal-proxy.ts";
import { portsOf } from "./listening.ts";

/** That another engine's container has the ports which the app's proxy would need, in a sentence that says what to do. */
export function portsTaken(config: Config, { host, containers }: Facts): string | undefined {
  const engine = engineOf(config);
  const others = [kamalProxy, caddy].map(({ container }) => container).filter((name) => name !== engine.container);
  const rivals = containers.filter((container) => others.includes(container.name) && isRunning(container));
  for (const rival of rivals) {
    const taken = sharedPorts(config, host, rival);
    if (taken.length === 0) continue;
    return `${rival.name} runs there and holds port ${taken.join(" and ")}, which ${engine.container} needs. Remove it first ("docker rm --force ${rival.name}": its apps are down until they are deployed again), or give ${engine.container} other ports (proxy.run.http_port and https_port)`;
  }
  return undefined;
}

/** A container's ports as Docker lists them: `0.0.0.0:80->80/tcp, [::]:80->80/tcp`. */
const sharedPorts = (config: Config, host: Host, { ports }: Container): readonly number[] =>
  portsOf(config, host).filter((port) => ports?.includes(`:${port}->`));
