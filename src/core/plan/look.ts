import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import { look, lookAtRoutes, readFacts } from "../host/look.ts";
import { lines } from "../shell/sh.ts";
import { isRemote, type Outcome, type Plan, type RemoteStep, stepId } from "./plan.ts";
import type { FactsByHost } from "./release.ts";

/** Ask every server of the app how it stands. Changes nothing. */
export function planLook(config: Config, options: { readonly routes?: boolean; readonly hosts?: readonly Host[] } = {}): Plan {
  const run = options.routes ? lines(look(config), lookAtRoutes(config)) : look(config);
  const steps = (options.hosts ?? appHosts(config)).map(
    (host): RemoteStep => ({
      ...{ id: stepId("look", host), title: "Look at what runs", stage: "look", host, run, needs: [] },
    }),
  );
  return { title: "Look at the servers", steps };
}

/** What the servers answered; those that could not be asked are missing. @throws Error when an answer cannot be read */
export function factsFrom(outcomes: readonly Outcome[]): FactsByHost {
  const looked = outcomes.filter(({ step, status }) => step.stage === "look" && status === "succeeded" && isRemote(step));
  return new Map(
    looked.flatMap(({ step, output }) => (isRemote(step) ? [[step.host, readFacts(step.host, output)] as const] : [])),
  );
}
