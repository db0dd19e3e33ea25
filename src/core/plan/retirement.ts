import * as app from "../commands/app.ts";
import { audit } from "../commands/audit.ts";
import * as image from "../commands/image.ts";
import { prune } from "../commands/prune.ts";
import { abbreviated, type Host } from "../config/names.ts";
import { imageTag } from "../host/names.ts";
import { type Surplus, surplusOf } from "../host/surplus.ts";
import { all, any, lines, type Shell, sh } from "../shell/sh.ts";
import { confirming } from "./confirm.ts";
import type { RemoteStep, Step, StepId } from "./plan.ts";
import { clearing } from "./provisions.ts";
import { type FactsByHost, factsOf, type Release } from "./release.ts";
import type { Replacement } from "./replacement.ts";
import { idsOf, onHost, onRole } from "./step.ts";

export interface Retirement {
  readonly host: Host;
  /** What was replaced there. */
  readonly replacements: readonly Replacement[];
  /** What has to succeed before the old version is retired. */
  readonly stays: readonly StepId[];
  /** Remove what is too old. */
  readonly prune: boolean;
  /** Look at the end at what it came to. */
  readonly confirm: boolean;
}

/**
 * Stop the old version on a host, and make the new one its latest. Stopping takes as long as the app takes to stop: tagging and
 * pruning need not wait for it.
 */
export function retiring(release: Release, facts: FactsByHost, { host, stays, ...retirement }: Retirement): Step[] {
  const { config, version } = release;
  const replaced = retirement.replacements.filter(({ old }) => old.length > 0);
  const stops = replaced.map((each) => stopping(release, each, stays));
  const tag = onHost(host, "tag", "retire", `Tag ${abbreviated(version)} as the latest`, tagging(release), stays);
  const stopped = new Set(replaced.flatMap(({ old }) => old.map(({ id }) => id)));
  const surplus = surplusOf(config, version, factsOf(facts, host), stopped);
  const needs = [tag.id, ...(surplus.containers.some((id) => stopped.has(id)) ? idsOf(stops) : [])];
  const tidy = onHost(host, "prune", "prune", "Prune old containers and images", pruning(release, surplus), needs);
  const done = [...stops, tag, ...(retirement.prune ? [tidy] : [])];
  return [...done, ...(retirement.confirm ? confirming(retirement.replacements, done) : [])];
}

/** What has ended by itself meanwhile needs no stopping. */
function stopping(release: Release, replacement: Replacement, needs: readonly StepId[]): RemoteStep {
  const { next, old, role } = replacement;
  const timeout = app.stopTimeout(next);
  const stop = sh`docker stop ${timeout !== undefined && ["-t", timeout]} ${old.map(({ id }) => id)}`;
  return onRole(
    replacement,
    "retire",
    "retire",
    `Stop the old ${role.name}`,
    lines(any(stop, sh`true`), clearing(release, replacement)),
    needs,
  );
}

const tagging = ({ config, performer, version }: Release): Shell =>
  all(audit(config, performer, `Tagging ${imageTag(config, version)} as the latest image`), image.tagLatest(config, version));

const pruning = ({ config, performer }: Release, surplus: Surplus): Shell =>
  lines(audit(config, performer, "Pruned containers"), audit(config, performer, "Pruned images"), prune(surplus));
