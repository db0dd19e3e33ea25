import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import { lookClosely, look as lookQuickly, readFacts } from "../host/look.ts";
import type { Shell } from "../shell/sh.ts";
import { loggingIn } from "./login.ts";
import { isRemote, type Outcome, type Plan, partsOf, type RemoteStep, type Step, type StepId, stepId } from "./plan.ts";
import type { FactsByHost, Release } from "./release.ts";

/** Ask servers, every one of the app unless others are named, about everything. Changes nothing. */
export const planLook = (config: Config, hosts: readonly Host[] = appHosts(config)): Plan => ({
  title: "Look at the servers",
  steps: hosts.map((host) => looking(host, lookClosely(config))),
});

/** What a deploy that builds begins with on the servers: a look, and the right to pull, in one round trip. */
export function planOpening(release: Release): Plan {
  const { config } = release;
  const steps = appHosts(config).flatMap((host) => {
    const look = looking(host, lookQuickly(config));
    return [look, ...loggingIn(release, host, [look.id])];
  });
  return { title: "Look at the servers", steps };
}

/** The step whose output {@link factsFrom} reads. */
export const looking = (host: Host, run: Shell, needs: readonly StepId[] = []): RemoteStep => ({
  ...{ id: stepId("look", host), title: "Look at what runs", stage: "look", host, run, needs },
});

/** Its output is read by us and shown to nobody. */
export const isForUs = ({ id, stage }: Step): boolean => stage === "look" || partsOf(id).deed === "confirm";

/** What the servers answered; those that could not be asked are missing. @throws Error when an answer cannot be read */
export function factsFrom(outcomes: readonly Outcome[]): FactsByHost {
  const looked = outcomes.filter(({ step, status }) => step.stage === "look" && status === "succeeded" && isRemote(step));
  return new Map(
    looked.flatMap(({ step, output }) => (isRemote(step) ? [[step.host, readFacts(step.host, output)] as const] : [])),
  );
}
