import { optionFlags } from "../../commands/app.ts";
import { startMade } from "../../commands/docker.ts";
import type { Config } from "../../config/config.ts";
import type { Host } from "../../config/names.ts";
import type { ProxySettings } from "../../config/proxy.ts";
import { containerPrefix, network } from "../../host/names.ts";
import { all, any, type Shell, sh, type Word } from "../../shell/sh.ts";
import type { ProxyEngine, Route } from "../engine.ts";
import { proxyRunOf, publishFlags } from "../listening.ts";
import { isOlder } from "../version.ts";
import { routeLines } from "./routes.ts";
import * as scripts from "./scripts.ts";

const container = "landfall-caddy";
const defaultImage = "caddy:2.11.4";
/** The first that counts requests to targets that are placeholders, without which nothing could be drained (caddyserver/caddy#7517). */
const minimumVersion = "2.11.2";

export const caddy: ProxyEngine = {
  container,

  complaint({ image }) {
    const version = image.split(":").at(-1) ?? "";
    if (!isOlder(version, minimumVersion)) return undefined;
    return `Caddy ${version} is too old: ${minimumVersion} or newer is needed. Set x-landfall.proxy.image to one and run "docker rm --force ${container}" on the server; the next deploy boots it with the routes that are there`;
  },

  boot(config, host) {
    const starting = any(sh`docker container start ${container} 2>/dev/null`, run(config, host), startMade(container));
    const answers = any(inside(scripts.awaitCaddy, "await"), all(sh`docker logs --tail 20 ${container} >&2`, sh`false`));
    return all(starting, answers);
  },

  flip(route, containerId) {
    const proxy = proxySettings(route);
    const target = sh`${containerId}:${proxy.appPort}`;
    return all(awaitHealth(route.config, proxy, target), pointAt(route, target));
  },

  remove: (route) => inside(scripts.remove, "remove", containerPrefix(route)),

  listRoutes: () => inside(scripts.list, "list"),
};

const inside = (script: string, name: string, ...values: readonly Word[]): Shell =>
  sh`docker exec ${container} sh -c ${script} ${name} ${values}`;

/** Volumes of its own, written to only by `docker exec`: it does not matter who deploys, nor as which user. */
function run(config: Config, host: Host): Shell {
  const settings = { ...usual, ...proxyRunOf(config, host) };
  return sh`docker run --name ${container} --network ${network} --detach --restart unless-stopped --volume landfall-caddy-config:/config --volume landfall-caddy-data:/data ${[
    publishFlags(settings),
    settings.logMaxSize !== "" && ["--log-opt", `max-size=${settings.logMaxSize}`],
    optionFlags(settings.options),
  ]} ${config.landfall.proxyImage ?? defaultImage} sh -c ${scripts.run} run`;
}

const usual = { httpPort: 80, httpsPort: 443, publish: true, bindIps: [], logMaxSize: "10m", options: {} };

/** With kamal-proxy's defaults. */
function awaitHealth({ deployTimeout }: Config, { healthcheck }: ProxySettings, target: Shell): Shell {
  const { path = "/up", timeout = 5, interval = 1 } = healthcheck;
  return inside(scripts.health, "health", target, `/${path.replace(/^\/+/, "")}`, timeout, deployTimeout, interval);
}

function pointAt(route: Route, target: Shell): Shell {
  const name = containerPrefix(route);
  return inside(scripts.flip, "flip", name, target, route.config.drainTimeout, routeLines(name, proxySettings(route)));
}

/** @throws TypeError for a role without a proxy, which no plan sends traffic to */
function proxySettings({ role }: Route): ProxySettings {
  if (!role.proxy) throw new TypeError(`The role ${role.name} takes no traffic`);
  return role.proxy;
}
