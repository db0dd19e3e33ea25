import * as app from "../commands/app.ts";
import { audit } from "../commands/audit.ts";
import { abbreviated, type Host } from "../config/names.ts";
import { bootGroups, type Placement, placements } from "../config/placement.ts";
import { type Container, containersOf, currentContainer, isRunning } from "../host/facts.ts";
import { type AppContainer, containerName } from "../host/names.ts";
import { engineOf, routeOf } from "../proxies/engine.ts";
import { all, type Shell, sh } from "../shell/sh.ts";
import { hookSteps } from "./hook.ts";
import { type RemoteStep, runner, type Step, type StepId, stepId } from "./plan.ts";
import { type FactsByHost, factsOf, type Release } from "./release.ts";
import { idsOf, onRole } from "./step.ts";

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

function replacing(release: Release, facts: FactsByHost, placement: Placement, gate: readonly StepId[]): Replacement {
  const { config, role, host } = placement;
  const next = { ...placement, version: release.version };
  const known = factsOf(facts, host);
  const here = containersOf(known, config, role);
  const serving = currentContainer(known, config, role);
  const name = containerName(next);
  const clash = known.containers.find((container) => container.name === name);
  const aside = `${name}_replaced_${release.lock.run.token}`;
  const move = clash
    ? [onRole(placement, "move", "boot", `Move ${abbreviated(release.version)} aside`, moving(release, next, aside), gate)]
    : [];
  const run = onRole(placement, "run", "boot", `Boot ${role.name}`, booting(release, next), move.length > 0 ? idsOf(move) : gate);
  const healthy = role.proxy
    ? onRole(placement, "flip", "boot", `Send ${role.name} traffic to ${abbreviated(release.version)}`, flipping(next), [run.id])
    : onRole(placement, "ready", "boot", `Wait for ${role.name} to be ready`, app.awaitReady(next), [run.id]);
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
    audit(
      config,
      performer,
      `Renaming container ${version} to ${version}${aside.slice(containerName(next).length)}`,
      next.role.name,
    ),
    app.rename(containerName(next), aside),
  );

function booting({ config, performer, version, secrets, lock }: Release, next: AppContainer): Shell {
  const hostname = `${next.host.slice(0, 51).replace(/\.$/, "")}-${lock.run.token.slice(0, 10)}${roleNumber(next)}`;
  const record = audit(config, performer, `Booted app version ${version}`, next.role.name);
  return all(record, app.writeEnvFile(next, secrets), app.run(next, hostname));
}

/** Two digits that tell the roles of one host apart: programs know each other by their hostnames. */
const roleNumber = ({ config, role }: AppContainer): string => config.roles.indexOf(role).toString(16).padStart(2, "0");

/** The proxy is given the container's id, as Kamal does. */
function flipping(next: AppContainer): Shell {
  const name = containerName(next);
  const missing = `There is no container ${name} to send traffic to: did it boot?`;
  return sh`set -- $(docker container inspect --format ${"{{slice .Id 0 12}} {{.State.Pid}}"} ${name} 2>/dev/null)
[ $# -eq 2 ] || { echo ${missing}; exit 1; }
id=$1
${awaitListening(next.role.proxy?.appPort ?? 80)}
${engineOf(next.config).flip(routeOf(next), sh`"$id"`)}`;
}

/**
 * The proxy looks at once, and then once a second: where the app listens a moment later, that second is lost. The kernel's table
 * of sockets tells sooner, without a request. A server that hides it, or an app that never listens, is left to the proxy.
 */
function awaitListening(port: number): Shell {
  const listening = `:${port.toString(16).toUpperCase().padStart(4, "0")} [0-9A-F]+:0000 0A`;
  return sh`tries=0
while [ $tries -lt 200 ] && [ -r "/proc/$2/net/tcp" ] && ! grep -qE ${listening} "/proc/$2/net/tcp" "/proc/$2/net/tcp6" 2>/dev/null; do
tries=$((tries + 1))
sleep 0.05
done`;
}

const pausing = (seconds: number, index: number, needs: readonly StepId[]): Step => ({
  ...{ id: stepId("pause", String(index)), title: `Wait ${seconds} s before the next hosts`, stage: "boot", host: runner, needs },
  run: { argv: ["sleep", String(seconds)] },
});
