import type { Config, Role } from "../config/config.ts";
import type { Host, Version } from "../config/names.ts";
import type { ProxyFacts } from "../host/facts.ts";
import type { Shell, Word } from "../shell/sh.ts";
import { caddy } from "./caddy/engine.ts";
import { kamalProxy } from "./kamal-proxy.ts";

/** A role that takes traffic on one server. */
export interface Route {
  readonly config: Config;
  readonly role: Role;
  readonly host: Host;
  /** Where error pages come from. */
  readonly version: Version;
}

/** What stands between the world and the app's containers. One container on each server serves all its apps. */
export interface ProxyEngine {
  /** The container that it runs in. */
  readonly container: string;
  /** What is wrong with the proxy that runs, in a sentence that says what to do; undefined when nothing is. */
  complaint(proxy: ProxyFacts): string | undefined;
  /** Start the proxy; succeeds when it runs already. */
  boot(config: Config, host: Host): Shell;
  /** Send the route's traffic to a container, given by its id, once that is healthy; ends when the one before has drained. */
  flip(route: Route, containerId: Word): Shell;
  /** Send no more traffic to the route's containers. */
  remove(route: Route): Shell;
  /** The routes as a table for people. */
  listRoutes(): Shell;
}

export function engineOf({ landfall }: Config): ProxyEngine {
  switch (landfall.engine) {
    case "kamal-proxy":
      return kamalProxy;
    case "caddy":
      return caddy;
  }
}
