import { type Boundary, boundariesIn } from "./boundary.ts";
import { called } from "./deployer.ts";
import { deployed, type Ground } from "./ground.ts";
import { type JourneyName, journeys } from "./journey.ts";

/** Makes each journey once without a fault, and finds out between which steps faults can come. @throws Error when one goes wrong */
export async function rehearse(
  ground: Ground,
  names: readonly JourneyName[],
): Promise<ReadonlyMap<JourneyName, readonly Boundary[]>> {
  const found = new Map<JourneyName, readonly Boundary[]>();
  for (const name of names) {
    const { begin, aim } = journeys[name];
    const { exitCode, output } = await called(ground, await begin(ground));
    if ((exitCode === 0) === (aim === "nothing")) throw new Error(`Without a fault, ${name} went wrong:\n${output}`);
    found.set(name, boundariesIn(output, ground.names));
    await deployed(ground, "deploy");
  }
  return found;
}
