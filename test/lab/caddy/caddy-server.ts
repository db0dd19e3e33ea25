import { randomUUID } from "node:crypto";
import type { Config } from "../../../src/core/config/config.ts";
import type { ProxySettings } from "../../../src/core/config/proxy.ts";
import { caddy } from "../../../src/core/proxies/caddy/engine.ts";
import { type Route, routeOf as routeOfRole } from "../../../src/core/proxies/engine.ts";
import { aConfig, aHost, aLandfall, anApp, aProxy, aRole } from "../../support.ts";
import { docker, run } from "../command.ts";
import { buildApp } from "../image.ts";
import { startLab } from "../lab.ts";
import type { Server } from "../server.ts";
import { buildCaddyImage } from "./image.ts";

/** A server of a lab of its own, on which the real Caddy runs as the engine boots it. */
export interface CaddyServer {
  readonly server: Server;
  config(over?: Partial<Config>): Config;
  routeOf(service: string, proxy?: Partial<ProxySettings>, over?: Partial<Config>): Route;
  /** Starts a container of an app that answers with its name; resolves to its id. */
  start(name: string, options?: string): Promise<string>;
  /** Starts one and sends it the app's traffic. */
  deploy(route: Route, name?: string): Promise<string>;
  boot(): Promise<string>;
  /** Runs a script in Caddy's container. */
  inside(script: string): Promise<string>;
  curl(...args: readonly string[]): Promise<string>;
  get(host: string, path?: string): Promise<string>;
  status(host: string, path?: string): Promise<string>;
  /** Sends no app any requests any more. */
  clear(): Promise<void>;
  down(): Promise<void>;
}

export async function startCaddyServer(name: string): Promise<CaddyServer> {
  const app = `landfall-sample:${randomUUID()}`;
  const [lab, image] = await Promise.all([startLab({ name }), buildCaddyImage()]);
  const server = lab.server(0);
  await buildApp(app);
  await Promise.all([app, image].map((tag) => server.addImage(tag)));

  const config: CaddyServer["config"] = (over) => aConfig({ landfall: aLandfall({ engine: "caddy" }), ...over });
  const routeOf: CaddyServer["routeOf"] = (service, proxy = {}, over = {}) =>
    routeOfRole(anApp(config({ service, roles: [aRole({ proxy: aProxy(proxy) })], ...over })));
  const start: CaddyServer["start"] = (name, options = "") =>
    server.exec(`docker run --detach --network kamal --env KAMAL_VERSION=${name} ${options} ${app} | cut -c 1-12`);
  const boot = (): Promise<string> => server.exec(caddy.boot(config(), aHost("server-1")).render());
  const inside = (script: string): Promise<string> =>
    server.exec(`docker exec landfall-caddy sh -c '${script.replaceAll("'", `'\\''`)}'`);
  const curl = (...args: readonly string[]): Promise<string> => run("curl", ["--silent", "--show-error", ...args]);
  const get = (host: string, path = "/"): Promise<string> => curl("--header", `Host: ${host}`, `${server.url}${path}`);

  await server.exec("docker network create kamal");
  await boot();
  return {
    ...{ server, config, routeOf, start, boot, inside, curl, get },
    async deploy(route, name = route.config.service) {
      const id = await start(name);
      await server.exec(caddy.flip(route, id).render());
      return id;
    },
    status: (host, path = "/") =>
      curl("--output", "/dev/null", "--write-out", "%{http_code}", "--header", `Host: ${host}`, `${server.url}${path}`),
    async clear() {
      const names = await inside("cd /config/landfall/routes && ls");
      for (const name of names.split("\n").filter((line) => line !== ""))
        await server.exec(caddy.remove(routeOf(name.replace(/-web$/, ""))).render());
    },
    down: async () => {
      await Promise.all([lab.down(), docker(["rmi", app])]);
    },
  };
}
