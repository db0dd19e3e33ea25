import * as app from "../commands/app.ts";
import { audit } from "../commands/audit.ts";
import { bootGroups, type Placement, placements } from "../config/placement.ts";
import { type Container, containersOf, currentContainer, isRunning } from "../host/facts.ts";
import { type AppContainer, containerName } from "../host/names.ts";
import { engineOf } from "../proxies/engine.ts";
import { all, capture, type Shell, sh } from "../shell/sh.ts";
import { type RemoteStep, runner, type Stage, type Step, type StepId, stepId } from "./plan.ts";
import { type FactsByHost, factsOf, type Release } from "./release.ts";

/** One role on one host on its way to the new version. */
export interface Replacement extends Placement {
  readonly next: AppContainer;
  /** What runs there now, the newest first. */
  readonly old: readonly Container[];
  /** The one of them that serves. */
  readonly serving: Container | undefined;
  readonly boots: readonly RemoteStep[];
  /** The step that makes the new container. */
  readonly booted: StepId;
  /** The step after which the new container is known to be healthy. */
  readonly healthy: StepId;
}

/**
 * Boot every role on every host: groups in turn, the primary role of the first group before all else, and on one host one role
 * after the other unless they may boot side by side. What is old runs on.
 */
export function planRollout(
  release: Release,
  facts: FactsByHost,
): { readonly replacements: Replacement[]; readonly steps: Step[] } {
  const { config } = release;
  const replacements: Replacement[] = [];
  const steps: Step[] = [];
  let gate: StepId[] = [];
  const groups = bootGroups(config);
  for (const [index, hosts] of groups.entries()) {
    const group = placements(config).filter(({ host }) => hosts.includes(host));
    for (const placement of group) replacements.push(replacing(release, facts, placement, gateOf(placement)));
    steps.push(...replacements.filter(({ host }) => hosts.includes(host)).flatMap(({ boots }) => boots));
    gate = replacements.filter(({ host }) => hosts.includes(host)).map(({ healthy }) => healthy);
    if (config.boot.wait > 0 && index < groups.length - 1) {
      const pause = pausing(config.boot.wait, index, gate);
      steps.push(pause);
      gate = [pause.id];
    }
  }
  return { replacements, steps };

  function gateOf({ role, host }: Placement): StepId[] {
    const first = new Set(groups[0]);
    const before = replacements.filter((done) => done.host === host && !config.boot.parallelRoles).slice(-1);
    const barrier =
      role.name === config.primaryRole
        ? []
        : replacements.filter((done) => done.role.name === config.primaryRole && first.has(done.host));
    return [...new Set([...gate, ...barrier.map(({ healthy }) => healthy), ...before.map(({ healthy }) => healthy)])];
  }
}

function replacing(release: Release, facts: FactsByHost, placement: Placement, gate: readonly StepId[]): Replacement {
  const { config, role, host } = placement;
  const next = { ...placement, version: release.version };
  const known = factsOf(facts, host);
  const here = containersOf(known, config, role);
  const serving = currentContainer(known, config, role);
  const name = containerName(next);
  const clash = here.find((container) => container.name === name);
  const aside = `${name}_replaced_${release.lock.run.token}`;
  const move = clash
    ? [step(placement, "move", "boot", `Move ${release.version} aside`, moving(release, next, aside), gate)]
    : [];
  const run = step(placement, "run", "boot", `Boot ${role.name}`, booting(release, next), move.length > 0 ? idsOf(move) : gate);
  const healthy = role.proxy
    ? step(placement, "flip", "boot", `Send ${role.name} traffic to ${release.version}`, flipping(next), [run.id])
    : step(placement, "ready", "boot", `Wait for ${role.name} to be ready`, app.awaitReady(next), [run.id]);
  return {
    ...placement,
    next,
    serving,
    old: here.filter(isRunning),
    boots: [...move, run, healthy],
    booted: run.id,
    healthy: healthy.id,
  };
}

const moving = ({ config, performer, version }: Release, next: AppContainer, aside: string): Shell =>
  all(
    audit(config, performer, `Renaming container ${version} to ${aside.slice(containerName(next).length - version.length)}`),
    app.rename(containerName(next), aside),
  );

function booting({ config, performer, version, secrets, lock }: Release, next: AppContainer): Shell {
  const hostname = `${next.host.slice(0, 51).replace(/\.$/, "")}-${lock.run.token.slice(0, 12)}`;
  const record = audit(config, performer, `Booted app version ${version}`, next.role.name);
  return all(record, app.writeEnvFile(next, secrets), app.run(next, hostname));
}

/** The proxy is given the container's id, as Kamal does. */
function flipping(next: AppContainer): Shell {
  const name = containerName(next);
  const missing = `There is no container ${name} to send traffic to: did it boot?`;
  return sh`id=${capture(app.containerId(name))}
[ -n "$id" ] || { echo ${missing}; exit 1; }
${engineOf(next.config).flip(next, sh`"$id"`)}`;
}

const pausing = (seconds: number, index: number, needs: readonly StepId[]): Step => ({
  ...{ id: stepId("pause", String(index)), title: `Wait ${seconds} s before the next hosts`, stage: "boot", host: runner, needs },
  run: { argv: ["sleep", String(seconds)] },
});

/** The step of one role on one host. */
export function step(
  { role, host }: Placement,
  name: string,
  stage: Stage,
  title: string,
  run: Shell,
  needs: readonly StepId[],
): RemoteStep {
  return { id: stepId(name, role.name, host), title, stage, host, run, needs };
}

export const idsOf = (steps: readonly Step[]): StepId[] => steps.map(({ id }) => id);
