import { login, loginOf, logout, logoutHere, serverName } from "../commands/registry.ts";
import type { Host } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import { type Plan, type RemoteStep, type Step, type StepId, stepId } from "./plan.ts";
import { comesFromRegistry, type Release } from "./release.ts";
import { inAnyCase, onHost, onRunner } from "./step.ts";

/** Give servers the right to pull. */
export const planLogin = (release: Release, hosts: readonly Host[]): Plan => ({
  title: "Log in to the registry",
  steps: hosts.flatMap((host) => loggingIn(release, host, [])),
});

/** None where the registry asks for no password, or is not where the image comes from. */
export function loggingIn(release: Release, host: Host, needs: readonly StepId[]): RemoteStep[] {
  const { config, secrets } = release;
  const given = comesFromRegistry(release) ? loginOf(config, secrets) : undefined;
  if (!given) return [];
  const title = `Log in to ${serverName(config.registry)}`;
  return [{ id: stepId("login", host), title, stage: "prepare", host, run: login(given), needs }];
}

/**
 * What a run leaves of the registry's password is forgotten, however it ended, where deploy.yml wants that.
 * @param builds whether this machine has logged in as well
 */
export function planLogout({ config, secrets }: Release, { builds }: { readonly builds: boolean }): Plan {
  const title = `Log out of ${serverName(config.registry)}`;
  if (!config.landfall.logsOut || !loginOf(config, secrets)) return { title, steps: [] };
  const here: Step[] = builds ? [onRunner("logout", "unlock", title, logoutHere(config.registry))] : [];
  const there = appHosts(config).map((host) => onHost(host, "logout", "unlock", title, logout(config.registry)));
  return { title, steps: [...here, ...there].map(inAnyCase) };
}
