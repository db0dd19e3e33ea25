import {
  login,
  loginHere,
  loginOf,
  logout,
  logoutHere,
  removeLocal,
  serverName,
  startLocal,
  stopLocal,
} from "../commands/registry.ts";
import type { Registry } from "../config/config.ts";
import { hostsInScope } from "../config/placement.ts";
import { Refusal } from "../report/refusal.ts";
import { onEachHost } from "./each.ts";
import type { LocalStep, Plan, Program, Step } from "./plan.ts";
import type { Release } from "./release.ts";
import { onRunner } from "./step.ts";

/** Which ends of the registry's sessions an errand is about. */
export interface Ends {
  readonly here: boolean;
  readonly servers: boolean;
}

/** Log in to the registry, or start the one that is served here: servers have nothing to do with that. */
export const planRegistrySetup =
  (ends: Ends): ((release: Release) => Plan) =>
  (release) => {
    const { registry } = release.config;
    if (!registry.local) return planRegistryLogin(ends)(release);
    const title = `Serve ${serverName(registry)}`;
    return { title, steps: ends.here ? [hereStep(title, startLocal(registry))] : [] };
  };

/** Log out of the registry, or remove the one that is served here. */
export const planRegistryRemoval =
  (ends: Ends): ((release: Release) => Plan) =>
  (release) => {
    const { registry } = release.config;
    if (!registry.local) return planRegistryLogout(ends)(release);
    const title = `Remove the registry ${serverName(registry)}`;
    const stop = onRunner("stop", "act", title, stopLocal);
    return { title, steps: ends.here ? [stop, onRunner("registry", "act", title, removeLocal, [stop.id])] : [] };
  };

/** Log in to the registry here and on the servers. */
export const planRegistryLogin =
  (ends: Ends): ((release: Release) => Plan) =>
  ({ config, secrets }) => {
    refuseLocal(config.registry, "setup");
    const given = loginOf(config, secrets);
    const title = `Log in to ${serverName(config.registry)}`;
    if (!given) return { title, steps: [] };
    const local: Step[] = ends.here ? [hereStep(title, loginHere(given))] : [];
    const run = () => login(given);
    const remote = onEachHost(hostsInScope(config), { name: "registry", stage: "act", title: () => title, run });
    return { title, steps: [...local, ...(ends.servers ? remote : [])] };
  };

/** Forget the registry's password here and on the servers. */
export const planRegistryLogout =
  (ends: Ends): ((release: Release) => Plan) =>
  ({ config }) => {
    refuseLocal(config.registry, "remove");
    const title = `Log out of ${serverName(config.registry)}`;
    const local: Step[] = ends.here ? [hereStep(title, logoutHere(config.registry))] : [];
    const run = () => logout(config.registry);
    const remote = onEachHost(hostsInScope(config), { name: "registry", stage: "act", title: () => title, run });
    return { title, steps: [...local, ...(ends.servers ? remote : [])] };
  };

/** @throws Refusal */
function refuseLocal({ local, server }: Registry, instead: string): void {
  if (local)
    throw new Refusal([`${server} is served by this machine, and asks nobody to log in: use "registry ${instead}" instead`]);
}

const hereStep = (title: string, run: Program): LocalStep => onRunner("registry", "act", title, run);
