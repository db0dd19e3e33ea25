import type { Config } from "../config/config.ts";
import type { Host, Version } from "../config/names.ts";
import type { ProxySettings } from "../config/proxy.ts";
import type { ProxyFacts } from "../host/facts.ts";
import { type AppContainer, containerPrefix } from "../host/names.ts";
import type { Shell, Word } from "../shell/sh.ts";
import { caddy } from "./caddy/engine.ts";
import { kamalProxy } from "./kamal-proxy.ts";

/** Requests that the proxy passes to a container: those of a role of the app, or of an accessory. */
export interface Route {
  readonly config: Config;
  /** What the proxy calls it; the names of a role's containers begin with it. */
  readonly name: string;
  readonly proxy: ProxySettings;
  /** Whose certificate it is, where the app brings its own. */
  readonly role: string | undefined;
  /** Whose error pages it shows. */
  readonly version: Version;
}

/** The requests of a role. @throws TypeError for one without a proxy, which no plan sends traffic to */
export function routeOf({ config, role, version }: Omit<AppContainer, "host">): Route {
  const { name, proxy } = role;
  if (!proxy) throw new TypeError(`The role ${name} takes no traffic`);
  return { config, name: containerPrefix({ config, role }), proxy, role: name, version };
}

/** How an app is taken out of service: drained for so many seconds, then answered for with a page that may hold a message. */
export interface Pause {
  readonly drainTimeout: number;
  readonly message: string | undefined;
}

/** How a proxy's container is made. */
export interface Making {
  readonly name: string;
  /** Started at once. */
  readonly starts: boolean;
}

/** What stands between the world and the app's containers. One container on each server serves all its apps. */
export interface ProxyEngine {
  /** The container that it runs in. */
  readonly container: string;
  /** What is wrong with the proxy that runs, in a sentence that says what to do; undefined when nothing is. */
  complaint(proxy: ProxyFacts): string | undefined;
  /** Start the proxy; succeeds when it runs already. */
  boot(config: Config, host: Host): Shell;
  /** Make its container anew, under another name and not started yet: that the old one serves meanwhile does not matter. */
  create(config: Config, host: Host, name: string): Shell;
  /** Wait until it answers. Fails when it does not, with what it logged. */
  answer(): Shell;
  /** Take its container away, once that is stopped. */
  removeContainer(): Shell;
  /** Take its image away where nothing else needs it. */
  removeImage(config: Config): Shell;
  /** Send the route's traffic to a container, given by its id, once that is healthy; ends when the one before has drained. */
  flip(route: Route, containerId: Word): Shell;
  /** Print what the proxy compares a route's password with, of the one on standard input; undefined where the proxy asks for none. */
  hashPassword(route: Pick<Route, "config" | "role">): Shell | undefined;
  /** Send no more traffic to the route's containers. */
  remove(route: Pick<Route, "name">): Shell;
  /** Answer the route's requests with 503 instead of passing them on. */
  stop(route: Route, pause: Pause): Shell;
  /** Pass the route's requests on again. */
  resume(route: Route): Shell;
  /** The routes as a table for people. */
  listRoutes(): Shell;
}

/** As deploy.yml chooses it. Planners talk to every engine alike. */
export function engineOf({ landfall }: Config): ProxyEngine {
  switch (landfall.engine) {
    case "kamal-proxy":
      return kamalProxy;
    case "caddy":
      return caddy;
  }
}
