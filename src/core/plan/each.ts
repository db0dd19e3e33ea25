import type { Host } from "../config/names.ts";
import type { Placement } from "../config/placement.ts";
import type { Shell } from "../shell/sh.ts";
import { type RemoteStep, type Stage, type StepId, stepId } from "./plan.ts";

/** What is done alike in many places. */
export interface Deed<Place> {
  readonly name: string;
  readonly stage: Stage;
  readonly title: (place: Place) => string;
  readonly run: (place: Place) => Shell;
  readonly needs?: readonly StepId[];
}

/** A step for every host, all side by side. */
export const onEachHost = (hosts: readonly Host[], { name, stage, title, run, needs = [] }: Deed<Host>): RemoteStep[] =>
  hosts.map((host) => ({ id: stepId(name, host), title: title(host), stage, host, run: run(host), needs }));

/** A step for each role on each host. What changes something is done for the roles of one host in turn, unless they may boot side by side. */
export function onEachRole(places: readonly Placement[], { name, stage, title, run, needs = [] }: Deed<Placement>): RemoteStep[] {
  const last = new Map<Host, StepId>();
  return places.map((placement) => {
    const { config, role, host } = placement;
    const before = stage === "answer" || config.boot.parallelRoles ? undefined : last.get(host);
    const id = stepId(name, role.name, host);
    last.set(host, id);
    const waits = before === undefined ? needs : [...needs, before];
    return { id, title: title(placement), stage, host, run: run(placement), needs: waits };
  });
}
