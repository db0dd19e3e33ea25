import { containerId, optionFlags } from "../../commands/app.ts";
import { startMade } from "../../commands/docker.ts";
import type { Config } from "../../config/config.ts";
import type { Host } from "../../config/names.ts";
import { appsConfigDirectory, network } from "../../host/names.ts";
import { all, any, pipe, type Shell, sh, type Word } from "../../shell/sh.ts";
import type { Making, ProxyEngine, Route } from "../engine.ts";
import { proxyRunOf, publishFlags } from "../listening.ts";
import { isOlder, tagOf } from "../version.ts";
import { appsConfigMount } from "./configuration.ts";
import { flip } from "./flip.ts";
import { healthPath } from "./forwarding.ts";
import { hash, passwordFile } from "./password.ts";
import { pagesDirectory, routeLines } from "./routes.ts";
import * as scripts from "./scripts.ts";

const container = "landfall-caddy";
const defaultImage = "caddy:2.11.4";
/** The first that counts requests to targets that are placeholders, without which nothing could be drained (caddyserver/caddy#7517). */
const minimumVersion = "2.11.2";

export const caddy: ProxyEngine = {
  container,

  complaint({ image }) {
    const version = tagOf(image);
    if (!isOlder(version, minimumVersion)) return undefined;
    return `Caddy ${version} is too old: ${minimumVersion} or newer is needed. Set x-landfall.proxy.image to one and run "landfall proxy reboot": the routes stay`;
  },

  boot(config, host) {
    const made = make(config, host, { name: container, starts: true });
    const starting = any(sh`docker container start ${container} 2>/dev/null`, made, startMade(container));
    return all(sh`mkdir -p ${appsConfigDirectory}`, starting, answer());
  },

  create: (config, host, name) => all(sh`mkdir -p ${appsConfigDirectory}`, make(config, host, { name, starts: false })),

  answer,

  removeContainer: () => pipe(containerId(container), sh`xargs -r docker container rm`),

  removeImage: (config) => sh`docker image rm ${imageOf(config)} || true`,

  flip(route, id) {
    const target = sh`${id}:${route.proxy.appPort}`;
    return all(awaitHealth(route, target), pointAt(route, target));
  },

  hashPassword: (route) => sh`docker exec --interactive ${container} sh -c ${hash} hash ${passwordFile(route)}`,

  remove: (route) => inside(scripts.remove, "remove", route.name),

  stop: (route, { drainTimeout, message }) => inside(scripts.stop, "stop", route.name, drainTimeout, message ?? ""),

  resume: (route) => inside(scripts.resume, "resume", route.name),

  listRoutes: () => inside(scripts.list, "list"),
};

const inside = (script: string, name: string, ...values: readonly Word[]): Shell =>
  sh`docker exec ${container} sh -c ${script} ${name} ${values}`;

function answer(): Shell {
  return any(inside(scripts.awaitCaddy, "await"), all(sh`docker logs --tail 20 ${container} >&2`, sh`false`));
}

/**
 * Volumes of its own, written to only by `docker exec`: it does not matter who deploys, nor as which user. Certificates and error pages
 * are where kamal-proxy has them, too.
 */
function make(config: Config, host: Host, { name, starts }: Making): Shell {
  const settings = { ...usual, ...proxyRunOf(config, host) };
  return sh`docker ${starts ? "run" : "create"} --name ${name} --network ${network} ${starts && "--detach"} --restart unless-stopped --volume landfall-caddy-config:/config --volume landfall-caddy-data:/data --volume "$PWD"/${appsConfigDirectory}:${appsConfigMount}:ro ${[
    publishFlags(settings),
    settings.logMaxSize !== "" && ["--log-opt", `max-size=${settings.logMaxSize}`],
    optionFlags(settings.options),
  ]} ${imageOf(config)} sh -c ${scripts.run} run`;
}

const imageOf = ({ landfall }: Config): string => landfall.proxyImage ?? defaultImage;

const usual = { httpPort: 80, httpsPort: 443, publish: true, bindIps: [], logMaxSize: "10m", options: {} };

/** With kamal-proxy's defaults. */
function awaitHealth(route: Route, target: Shell): Shell {
  const { timeout = 5, interval = 1 } = route.proxy.healthcheck;
  return inside(scripts.health, "health", target, healthPath(route), timeout, route.config.deployTimeout, interval);
}

function pointAt(route: Route, target: Shell): Shell {
  const { name, config } = route;
  return inside(flip, "flip", name, target, config.drainTimeout, routeLines(route), pagesDirectory(route) ?? "");
}
