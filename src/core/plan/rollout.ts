import { bootGroups } from "../config/placement.ts";
import { bootingGroup, type Group } from "./boot-group.ts";
import { type Gate, runner, type Step, type StepId, stepId } from "./plan.ts";
import type { FactsByHost, Release } from "./release.ts";
import type { Replacement } from "./replacement.ts";
import { gated } from "./step.ts";
import { toleranceOf, untilHealthy } from "./tolerance.ts";

export interface Rollout {
  readonly replacements: readonly Replacement[];
  readonly steps: readonly Step[];
  /** Past this, the new version is live everywhere, or on as many hosts as have to have it. */
  readonly live: Gate;
}

/**
 * Boot every role on every host: groups in turn, the primary role of the first group before all else, and on one host one role
 * after the other unless they may boot side by side. What is old runs on. Nothing boots before `opening` has succeeded.
 */
export function planRollout(release: Release, facts: FactsByHost, opening: readonly StepId[]): Rollout {
  const { wait } = release.config.boot;
  const groups = bootGroups(release.config);
  const earlier: Group[] = [];
  const pauses: Step[] = [];
  let gate: Gate = { needs: opening };
  for (const [index, hosts] of groups.entries()) {
    const group = bootingGroup(release, facts, { index, hosts, opening, gate, earlier });
    earlier.push(group);
    gate = group.gate;
    if (wait === 0 || index === groups.length - 1) continue;
    const pause = pausing(wait, index, gate);
    pauses.push(pause);
    gate = { needs: [pause.id] };
  }
  return {
    replacements: earlier.flatMap(({ replacements }) => replacements),
    steps: earlier.flatMap(({ steps }, index) => [...steps, ...pauses.slice(index, index + 1)]),
    live: allLive(release, earlier, opening),
  };
}

/** A hook that fails is no host that fails: unless all are to go back then, what is live stays. */
function allLive({ config }: Release, groups: readonly Group[], opening: readonly StepId[]): Gate {
  const tolerance = toleranceOf(config);
  if (!tolerance)
    return {
      needs: groups.flatMap(({ replacements, gate }) => [...new Set([...untilHealthy(replacements).needs, ...gate.needs])]),
    };
  const all = groups.flatMap(({ replacements }) => replacements);
  const hooks = config.landfall.onFailure === "rollback" ? groups.flatMap((group) => group.hooks) : [];
  return { ...untilHealthy(all, tolerance.toStay), needs: [...opening, ...hooks] };
}

const pausing = (seconds: number, index: number, gate: Gate): Step =>
  gated(
    {
      ...{ id: stepId("pause", String(index)), title: `Wait ${seconds} s before the next hosts`, stage: "boot", host: runner },
      ...{ run: { argv: ["sleep", String(seconds)] }, needs: [] },
    },
    gate,
  );
