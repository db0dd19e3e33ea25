import type { Host } from "../config/names.ts";
import { bootGroups, placements } from "../config/placement.ts";
import { hookSteps } from "./hook.ts";
import { runner, type Step, type StepId, stepId } from "./plan.ts";
import type { FactsByHost, Release } from "./release.ts";
import { type Replacement, replacing } from "./replacement.ts";
import { idsOf } from "./step.ts";

export interface Rollout {
  readonly replacements: readonly Replacement[];
  readonly steps: readonly Step[];
  /** The new version is live everywhere once all of these have succeeded. */
  readonly live: readonly StepId[];
}

/**
 * Boot every role on every host: groups in turn, the primary role of the first group before all else, and on one host one role
 * after the other unless they may boot side by side. What is old runs on. Nothing boots before `opening` has succeeded.
 */
export function planRollout(release: Release, facts: FactsByHost, opening: readonly StepId[]): Rollout {
  const groups = bootGroups(release.config);
  const booted: Group[] = [];
  let gate = opening;
  for (const [index, hosts] of groups.entries()) {
    const group = bootingGroup(release, facts, { index, hosts, gate, first: booted[0]?.replacements ?? [] });
    booted.push(group);
    gate = group.gate;
    if (release.config.boot.wait === 0 || index === groups.length - 1) continue;
    const pause = pausing(release.config.boot.wait, index, gate);
    group.steps.push(pause);
    gate = [pause.id];
  }
  return {
    replacements: booted.flatMap(({ replacements }) => replacements),
    steps: booted.flatMap(({ steps }) => steps),
    live: booted.flatMap(({ replacements, gate }) => [...new Set([...replacements.map(({ healthy }) => healthy), ...gate])]),
  };
}

interface Group {
  readonly replacements: Replacement[];
  readonly steps: Step[];
  /** What the next group waits for. */
  readonly gate: readonly StepId[];
}

interface Turn {
  readonly index: number;
  readonly hosts: readonly Host[];
  readonly gate: readonly StepId[];
  /** What the first group boots; nothing for the first group itself. */
  readonly first: readonly Replacement[];
}

function bootingGroup(release: Release, facts: FactsByHost, { index, hosts, gate, first }: Turn): Group {
  const { config } = release;
  const which = String(index);
  const before = hookSteps(release, "pre-app-boot", { hosts, locked: true }, { needs: gate, which });
  const opening = before.length > 0 ? idsOf(before) : gate;
  const replacements: Replacement[] = [];
  for (const placement of placements(config).filter(({ host }) => hosts.includes(host))) {
    const barrier = [...first, ...replacements].filter(({ role }) => role.name === config.primaryRole && placement.role !== role);
    const neighbour = config.boot.parallelRoles ? [] : replacements.filter(({ host }) => host === placement.host).slice(-1);
    const needs = [...new Set([...opening, ...[...barrier, ...neighbour].map(({ healthy }) => healthy)])];
    replacements.push(replacing(release, facts, placement, needs));
  }
  const healthy = replacements.map((each) => each.healthy);
  const after = hookSteps(release, "post-app-boot", { hosts, locked: true }, { needs: healthy, which });
  const steps = [...before, ...replacements.flatMap(({ boots }) => boots), ...after];
  return { replacements, steps, gate: after.length > 0 ? idsOf(after) : healthy };
}

const pausing = (seconds: number, index: number, needs: readonly StepId[]): Step => ({
  ...{ id: stepId("pause", String(index)), title: `Wait ${seconds} s before the next hosts`, stage: "boot", host: runner, needs },
  run: { argv: ["sleep", String(seconds)] },
});
