import type { Config } from "../config/config.ts";
import { engineOf } from "../proxies/engine.ts";
import { capture, lines, type Shell, sh } from "../shell/sh.ts";

/**
 * Which of these addresses somebody has asked for in so many seconds, by the proxy's log, and how far back that goes: Docker drops its
 * beginning when it grows too long. Both proxies write a line of JSON for each request, with the host as the visitor gave it:
 * kamal-proxy, internal/server/logging_middleware.go; Caddy, modules/caddyhttp/marshalers.go.
 */
export function visits(config: Config, addresses: readonly string[], seconds: number): Shell {
  const { container } = engineOf(config);
  const patterns = addresses.flatMap((address) => ["-e", `"host":"${address}"`, "-e", `"host":"${address}:`]);
  const first = capture(sh`docker logs --timestamps ${container} 2>&1 | head -n 1 | cut -d ' ' -f 1`);
  return lines(
    sh`printf ${"clock %s\\n"} "$(date +%s)"`,
    sh`printf ${"since %s\\n"} ${first}`,
    sh`docker logs --since ${`${seconds}s`} ${container} 2>&1 | grep -ioF ${patterns} | sort -u`,
  );
}
