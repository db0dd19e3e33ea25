import { login, loginOf, serverName } from "../commands/registry.ts";
import type { Host } from "../config/names.ts";
import { type Plan, type RemoteStep, type StepId, stepId } from "./plan.ts";
import { comesFromRegistry, type Release } from "./release.ts";

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
