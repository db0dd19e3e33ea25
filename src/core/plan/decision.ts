import { abbreviated, type Host } from "../config/names.ts";
import { agreement, isShared } from "./fleet.ts";
import type { Gate, LocalStep, Step, StepId } from "./plan.ts";
import type { Release } from "./release.ts";
import type { Rollout } from "./rollout.ts";
import { predecessors } from "./rule.ts";
import { idsOf, onRunner } from "./step.ts";
import { toleranceOf } from "./tolerance.ts";

/** Whether the new version stays, decided once: nobody goes back where others retire the old. */
export interface Decision {
  /** The new version stays on a host once all of these have succeeded. */
  readonly stays: (host: Host) => readonly StepId[];
  readonly steps: readonly Step[];
  /** The step that has all shards go back; it fails where all had agreed to stay. */
  readonly givenUp: StepId | undefined;
}

/** @param checks what has to find the new version in order */
export function deciding(release: Release, { replacements, live }: Rollout, checks: readonly Step[]): Decision {
  const ready: Gate = { ...live, needs: [...live.needs, ...idsOf(checks)] };
  const isStrict = toleranceOf(release.config) === undefined;
  const { decided, steps, givenUp } = isShared(release) ? agreement(release, ready) : alone(release, ready);
  const everywhere = [...ready.needs, ...decided];
  const healthyOn = (host: Host): StepId[] => replacements.flatMap((each) => (each.host === host ? [each.healthy] : []));
  return { steps, givenUp, stays: (host) => (isStrict ? everywhere : [...decided, ...healthyOn(host)]) };
}

interface Verdict extends Omit<Decision, "stays"> {
  readonly decided: readonly StepId[];
}

/** Where every host has to come through, that they all did says enough. */
function alone(release: Release, ready: Gate): Verdict {
  if (!ready.quorum) return { decided: [], steps: [], givenUp: undefined };
  const keep = keeping(release, ready);
  return { decided: [keep.id], steps: [keep], givenUp: undefined };
}

/**
 * What is skipped because of a cancel looks like what is skipped because of a failure, and only a failure may leave the new version
 * where it is live. So this does nothing, but runs only if nobody has cancelled until all has settled.
 */
function keeping({ config, version }: Release, ready: Gate): LocalStep {
  const title = `Keep ${config.service} ${abbreviated(version)} where it is live`;
  const step: LocalStep = { ...onRunner("keep", "check", title, { argv: ["true"] }), ...ready };
  return { ...step, cleansUp: { after: predecessors(step), unlessCancelled: true } };
}
