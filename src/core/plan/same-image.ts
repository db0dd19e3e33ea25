import type { Host } from "../config/names.ts";
import { spokenImage } from "../host/names.ts";
import { digestsOn } from "../host/origin.ts";
import { factsFrom } from "./look.ts";
import { isRemote, type Outcome, partsOf, type RemoteStep } from "./plan.ts";
import type { FactsByHost, Release } from "./release.ts";

/**
 * The outcomes, held against each other: a pull has failed that brought another image than the first did, as a tag may move between
 * them. Servers that would serve two images by one version's name are never right, and the next look would not tell.
 */
export function withSameImage({ config, version }: Pick<Release, "config" | "version">, outcomes: readonly Outcome[]): Outcome[] {
  const facts = readable(outcomes);
  const known = outcomes
    .filter(isPull)
    .map(({ step: { host } }) => ({ host, digests: digestsOn(facts.get(host), config, version) }));
  const [first, ...others] = known.filter(({ digests }) => digests.length > 0);
  if (!first) return [...outcomes];
  const odd = new Map(others.filter(({ digests }) => !digests.some((digest) => first.digests.includes(digest))).map(wordsOn));
  return outcomes.map((outcome) => {
    const output = isPull(outcome) ? odd.get(outcome.step.host) : undefined;
    return output === undefined ? outcome : { ...outcome, status: "failed", output };
  });

  function wordsOn({ host, digests }: { readonly host: Host; readonly digests: readonly string[] }): readonly [Host, string] {
    const image = spokenImage(config, version);
    const text = `The registry gave it another image than ${first?.host} for ${image}: ${digests[0]} and not ${first?.digests[0]}. Somebody has pushed the same version meanwhile. Deploy it again`;
    return [host, text];
  }
}

interface Pulled extends Outcome {
  readonly step: RemoteStep;
}

const isPull = (outcome: Outcome): outcome is Pulled =>
  isRemote(outcome.step) && partsOf(outcome.step.id).deed === "pull" && outcome.status === "succeeded";

/** What cannot be read is complained of by whoever needs it. */
function readable(outcomes: readonly Outcome[]): FactsByHost {
  try {
    return factsFrom(outcomes);
  } catch {
    return new Map();
  }
}
