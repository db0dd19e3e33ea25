import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import type { ProxyEngine } from "../proxies/engine.ts";
import { lines, type Shell, sh } from "../shell/sh.ts";

/** Fails where there is no container: only booting makes one. */
export const start = ({ container }: ProxyEngine): Shell => sh`docker container start ${container}`;

/** Succeeds where there is nothing to stop. */
export const stop = ({ container }: ProxyEngine): Shell => sh`docker container stop ${container} || true`;

/**
 * Replace the container by one that is made anew. It is made before the old one stops, so that requests are turned away only between
 * the end of the old and the start of the new. {@link restore} has to follow when it fails, or is cut short.
 */
export function replace(engine: ProxyEngine, config: Config, host: Host): Shell {
  const { container } = engine;
  const { next, before } = namesBeside(container);
  return lines(
    sh`docker container rm --force ${next} >/dev/null 2>&1 || true`,
    sh`if docker container inspect ${container} >/dev/null 2>&1; then docker container rm --force ${before} >/dev/null 2>&1 || true; fi`,
    engine.create(config, host, next),
    sh`docker container rename ${container} ${before} 2>/dev/null || true`,
    sh`docker container rename ${next} ${container}`,
    sh`docker container stop ${before} 2>/dev/null || true`,
    start(engine),
    engine.answer(),
    sh`docker container rm ${before} 2>/dev/null || true`,
  );
}

/** Start the container that was to be replaced, if it is still there. */
export function restore(engine: ProxyEngine): Shell {
  const { container } = engine;
  const { next, before } = namesBeside(container);
  const back = sh`if docker container inspect ${before} >/dev/null 2>&1; then
docker container rm --force ${container} >/dev/null 2>&1 || true
docker container rename ${before} ${container}
fi
docker container rm --force ${next} >/dev/null 2>&1 || true
docker container inspect ${container} >/dev/null 2>&1 || exit 0`;
  return lines(back, start(engine), engine.answer());
}

/** The ids of its container, and of those that it is about to make way for or has made way for. */
export function proxyContainers({ container }: ProxyEngine): Shell {
  const { next, before } = namesBeside(container);
  const filters = [container, next, before].flatMap((name) => ["--filter", `name=^${name}$`]);
  return sh`docker ps --all --quiet ${filters}`;
}

const namesBeside = (container: string) => ({ next: `${container}-next`, before: `${container}-before` });

/** Kamal 1's proxy. */
export const removeTraefik = (): Shell => {
  const label = "label=org.opencontainers.image.title=Traefik";
  return lines(
    sh`docker container stop traefik 2>/dev/null || true`,
    sh`docker container prune --force --filter ${label}`,
    sh`docker image prune --all --force --filter ${label}`,
  );
};

/** Everything that proxies keep in the home directory: uploaded certificates and error pages of all apps, and the boot config. */
export const removeDirectory = (): Shell => sh`rm -rf .kamal/proxy`;

/** Fails, and names them, while apps are installed. */
export const refuseApps = (): Shell =>
  sh`apps=$(ls .kamal/apps 2>/dev/null | tr '\n' ' ')
[ -z "$apps" ] || { echo "Apps are installed on this server: $apps"; echo "To remove the proxy all the same: --force"; exit 1; }`;
