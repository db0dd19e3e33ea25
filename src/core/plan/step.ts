import type { Host } from "../config/names.ts";
import type { Placement } from "../config/placement.ts";
import type { Shell } from "../shell/sh.ts";
import { type Gate, type LocalStep, type RemoteStep, runner, type Stage, type Step, type StepId, stepId } from "./plan.ts";

/** A step of one host. */
export const onHost = (
  host: Host,
  deed: string,
  stage: Stage,
  title: string,
  run: Shell,
  needs: readonly StepId[] = [],
): RemoteStep => ({ id: stepId(deed, host), title, stage, host, run, needs });

/** The step of one role on one host. */
export const onRole = (
  { role, host }: Placement,
  deed: string,
  stage: Stage,
  title: string,
  run: Shell,
  needs: readonly StepId[] = [],
): RemoteStep => ({ id: stepId(deed, role.name, host), title, stage, host, run, needs });

/** A program on the runner, or a question that it asks. */
export const onRunner = (
  deed: string,
  stage: Stage,
  title: string,
  run: LocalStep["run"],
  needs: readonly StepId[] = [],
): LocalStep => ({
  id: stepId(deed, "here"),
  title,
  stage,
  host: runner,
  run,
  needs,
});

/** The same step, waiting for this alone. */
export const gated = <Gated extends Step>(step: Gated, { needs, quorum }: Gate): Gated => ({ ...step, needs, quorum });

/** The same step, which runs whatever has become of the run. */
export const inAnyCase = <Each extends Step>(step: Each): Each => ({ ...step, cleansUp: { after: [] } });

/** For `needs` and `after`, which name steps by their ids. */
export const idsOf = (steps: readonly Step[]): StepId[] => steps.map(({ id }) => id);
