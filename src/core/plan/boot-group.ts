import type { Host } from "../config/names.ts";
import { type Placement, placements } from "../config/placement.ts";
import { hookSteps } from "./hook.ts";
import type { Gate, Step, StepId } from "./plan.ts";
import type { FactsByHost, Release } from "./release.ts";
import { type Replacement, replacing } from "./replacement.ts";
import { gated, idsOf } from "./step.ts";
import { toleranceOf, untilHealthy } from "./tolerance.ts";

/** Hosts that boot together, with the hooks around. */
export interface Group {
  readonly replacements: readonly Replacement[];
  readonly steps: readonly Step[];
  /** The hooks that run once its hosts are healthy. */
  readonly hooks: readonly StepId[];
  /** What the next group waits for. */
  readonly gate: Gate;
}

export interface Turn {
  readonly index: number;
  readonly hosts: readonly Host[];
  /** What has to succeed before anything boots. */
  readonly opening: readonly StepId[];
  /** What this group waits for. */
  readonly gate: Gate;
  readonly earlier: readonly Group[];
}

export function bootingGroup(release: Release, facts: FactsByHost, turn: Turn): Group {
  const { index, hosts } = turn;
  const hooks = (name: "pre-app-boot" | "post-app-boot", gate: Gate): Step[] =>
    hookSteps(release, name, { hosts, locked: true }, { which: String(index) }).map((step) => gated(step, gate));
  const before = hooks("pre-app-boot", turn.gate);
  const opened = { ...turn, gate: before.length > 0 ? { needs: idsOf(before) } : turn.gate };
  const replacements: Replacement[] = [];
  for (const placement of placements(release.config).filter(({ host }) => hosts.includes(host)))
    replacements.push(replacing(release, facts, placement, waiting(placement, opened, replacements)));
  const healthy = groupHealthy(release, turn, replacements);
  const after = hooks("post-app-boot", healthy);
  return {
    replacements,
    steps: [...before, ...replacements.flatMap(({ boots }) => boots), ...after],
    hooks: idsOf(after),
    gate: after.length > 0 ? { needs: idsOf(after) } : healthy,
  };
}

/** @param here what boots in the same group before it */
function waiting(placement: Placement, { gate, earlier }: Turn, here: readonly Replacement[]): Gate {
  const { config, role, host } = placement;
  const isPrimary = (each: Pick<Placement, "role">): boolean => each.role.name === config.primaryRole;
  const tolerance = toleranceOf(config);
  const ahead = tolerance ? replacementsOf(earlier) : replacementsOf(earlier.slice(0, 1)).filter(isPrimary);
  const barrier = isPrimary({ role }) ? undefined : untilHealthy([...ahead, ...here.filter(isPrimary)], tolerance?.toGoOn);
  const onHost = here.filter((each) => each.host === host);
  const beside = untilHealthy(config.boot.parallelRoles ? onHost.filter(isPrimary) : onHost.slice(-1));
  const needs = [...new Set([...gate.needs, ...(barrier?.needs ?? []), ...beside.needs])];
  return { needs, quorum: barrier?.quorum ?? gate.quorum };
}

/** Hosts that failed in earlier groups count, too. */
function groupHealthy({ config }: Release, { opening, earlier }: Turn, here: readonly Replacement[]): Gate {
  const tolerance = toleranceOf(config);
  if (!tolerance) return untilHealthy(here);
  return { ...untilHealthy([...replacementsOf(earlier), ...here], tolerance.toGoOn), needs: opening };
}

const replacementsOf = (groups: readonly Group[]): Replacement[] => groups.flatMap(({ replacements }) => replacements);
