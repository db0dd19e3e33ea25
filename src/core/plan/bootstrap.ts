import { installDocker } from "../commands/server.ts";
import { type Plan, type RemoteStep, stepId } from "./plan.ts";
import type { FactsByHost } from "./release.ts";

/** Install Docker where there is none. */
export function planBootstrap(facts: FactsByHost): Plan {
  const bare = [...facts.values()].filter(({ dockerInstalled }) => !dockerInstalled);
  const steps = bare.map(
    ({ host }): RemoteStep => ({
      ...{ id: stepId("bootstrap", host), title: "Install Docker", stage: "prepare", host, run: installDocker(), needs: [] },
    }),
  );
  return { title: "Install Docker where it is missing", steps };
}
