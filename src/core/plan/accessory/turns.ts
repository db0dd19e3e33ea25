import { type AccessoryPlacement, accessoryPlacements } from "../../config/accessory.ts";
import type { Host } from "../../config/names.ts";
import type { Shell } from "../../shell/sh.ts";
import { type Plan, type RemoteStep, type Stage, type StepId, stepId } from "../plan.ts";
import type { Release } from "../release.ts";
import { accessoriesCalled, accessoryCalled } from "./choice.ts";

/** What is done for an accessory on one of its hosts. */
export interface AccessoryDeed {
  readonly name: string;
  readonly stage: Stage;
  readonly title: (accessory: string) => string;
  readonly run: (release: Release, place: AccessoryPlacement) => Shell;
}

/** A deed as a step, which waits for nothing yet. */
export const stepOf = (release: Release, place: AccessoryPlacement, { name, stage, title, run }: AccessoryDeed): RemoteStep => ({
  ...{ id: stepId(name, place.accessory.name, place.host), title: title(place.accessory.name), stage },
  ...{ host: place.host, run: run(release, place), needs: [] },
});

/** On each host one step after the other, hosts side by side; none before `opening` has succeeded. */
export function inTurn(steps: readonly RemoteStep[], opening: readonly StepId[] = []): RemoteStep[] {
  const last = new Map<Host, StepId>();
  return steps.map((step) => {
    const before = last.get(step.host);
    last.set(step.host, step.id);
    return { ...step, needs: before === undefined ? opening : [before] };
  });
}

/** An accessory's name in a title. */
export const spoken = (name: string): string => (name === "all" ? "all accessories" : name);

/** These deeds, in turn, for an accessory on each of its hosts. */
export const planAccessory =
  (title: string, name: string, ...deeds: readonly AccessoryDeed[]): ((release: Release) => Plan) =>
  (release) =>
    planFor(release, `${title} ${name}`, accessoryPlacements(release.config, [accessoryCalled(release.config, name)]), deeds);

/** The same, for every accessory where the name is `all`. */
export const planAccessories =
  (title: string, name: string, ...deeds: readonly AccessoryDeed[]): ((release: Release) => Plan) =>
  (release) => {
    const { config } = release;
    return planFor(release, `${title} ${spoken(name)}`, accessoryPlacements(config, accessoriesCalled(config, name)), deeds);
  };

const planFor = (
  release: Release,
  title: string,
  places: readonly AccessoryPlacement[],
  deeds: readonly AccessoryDeed[],
): Plan => ({ title, steps: inTurn(places.flatMap((place) => deeds.map((deed) => stepOf(release, place, deed)))) });
