import * as app from "../commands/app.ts";
import { audit } from "../commands/audit.ts";
import { abbreviated } from "../config/names.ts";
import type { Placement } from "../config/placement.ts";
import { type Container, containersOf, currentContainer, isRunning } from "../host/facts.ts";
import { type AppContainer, containerName } from "../host/names.ts";
import { engineOf, routeOf } from "../proxies/engine.ts";
import { all, type Shell, sh } from "../shell/sh.ts";
import { type MakingWay, makingWay } from "./making-way.ts";
import type { Gate, RemoteStep, StepId } from "./plan.ts";
import { type FactsByHost, factsOf, type Release } from "./release.ts";
import { gated, idsOf, onRole } from "./step.ts";

/** One role on one host on its way to the new version. */
export interface Replacement extends Placement {
  readonly next: AppContainer;
  /** What runs there now, the newest first. */
  readonly old: readonly Container[];
  /** The one of them that serves. */
  readonly serving: Container | undefined;
  /** Undefined where no container has the new one's name. */
  readonly way: MakingWay | undefined;
  readonly boots: readonly RemoteStep[];
  /** The step that makes the new container. */
  readonly booted: StepId;
  /** The step after which the new container is known to be healthy. */
  readonly healthy: StepId;
}

/** Boot a role's new container beside the old one, once `gate` is through, and send its traffic there when it is healthy. */
export function replacing(release: Release, facts: FactsByHost, placement: Placement, gate: Gate): Replacement {
  const { config, role, host } = placement;
  const next = { ...placement, version: release.version, image: release.image };
  const known = factsOf(facts, host);
  const here = containersOf(known, config, role);
  const serving = currentContainer(known, config, role);
  const name = containerName(next);
  const clash = known.containers.find((container) => container.name === name);
  const way = clash && makingWay(release, next);
  const move = way ? [gated(way.move, gate)] : [];
  const boot = onRole(placement, "run", "boot", `Boot ${role.name}`, booting(release, next));
  const run = gated(boot, way ? { needs: idsOf(move) } : gate);
  const healthy = role.proxy
    ? onRole(placement, "flip", "boot", `Send ${role.name} traffic to ${abbreviated(release.version)}`, flipping(next), [run.id])
    : onRole(placement, "ready", "boot", `Wait for ${role.name} to be ready`, app.awaitReady(next), [run.id]);
  return {
    ...placement,
    next,
    serving,
    old: here.filter(isRunning),
    way,
    boots: [...move, run, healthy],
    booted: run.id,
    healthy: healthy.id,
  };
}

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
${awaitListening(next.role.proxy?.appPort ?? 80, Math.min(10, next.config.deployTimeout))}
${engineOf(next.config).flip(routeOf(next), sh`"$id"`)}`;
}

/**
 * The proxy looks at once, and then once a second: where the app listens a moment later, that second is lost. The kernel's table
 * of sockets tells sooner, without a request. A server that hides it, or an app that never listens, is left to the proxy.
 */
function awaitListening(port: number, seconds: number): Shell {
  const listening = `:${port.toString(16).toUpperCase().padStart(4, "0")} [0-9A-F]+:0000 0A`;
  return sh`deadline=$(($(date +%s) + ${seconds}))
while [ "$(date +%s)" -lt $deadline ] && [ -r "/proc/$2/net/tcp" ] && ! grep -qE ${listening} "/proc/$2/net/tcp" "/proc/$2/net/tcp6" 2>/dev/null; do
sleep 0.05
done`;
}
