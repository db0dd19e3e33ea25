import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import { numberOfPreview, type PreviewNumber } from "../config/preview/name.ts";
import { type Container, type FactsByHost, isRunning } from "./facts.ts";

/** A preview that servers have something of. */
export interface LivePreview {
  readonly number: PreviewNumber;
  readonly service: string;
  /** Where it answers, when it does. */
  readonly address: string | undefined;
  /** `asleep`: it was stopped. */
  readonly state: "live" | "asleep";
  /** When it was deployed last, in seconds since 1970 by the server's clock. */
  readonly deployedAt: number | undefined;
  /** How long ago that is, in seconds. */
  readonly age: number | undefined;
  readonly hosts: readonly Host[];
}

interface Sighting {
  readonly number: PreviewNumber;
  readonly host: Host;
  /** The server's clock. */
  readonly clock: number;
  readonly container: Container;
}

/** The app's previews, by their containers; the one that was deployed last comes first. */
export function previewsOn(config: Pick<Config, "service" | "destination">, facts: FactsByHost): LivePreview[] {
  const sightings = [...facts.values()].flatMap(({ host, clock, containers }) =>
    containers.flatMap((container): Sighting[] => {
      const number = numberOfPreview(config, container.service);
      const isOurs = container.destination === (config.destination ?? "");
      return number === undefined || !isOurs ? [] : [{ number, host, clock, container }];
    }),
  );
  const numbers = [...new Set(sightings.map(({ number }) => number))];
  const all = numbers.map((number) =>
    previewFrom(
      number,
      sightings.filter((each) => each.number === number),
    ),
  );
  return all.toSorted((a, b) => (b.deployedAt ?? 0) - (a.deployedAt ?? 0) || b.number - a.number);
}

function previewFrom(number: PreviewNumber, sightings: readonly Sighting[]): LivePreview {
  const dated = sightings.flatMap(({ container: { createdAt }, clock }) =>
    createdAt === undefined ? [] : [{ createdAt, clock }],
  );
  const [newest] = dated.toSorted((a, b) => b.createdAt - a.createdAt);
  return {
    number,
    service: sightings[0]?.container.service ?? "",
    address: sightings.map(({ container }) => container.address).find((address) => address),
    state: sightings.some(({ container }) => isRunning(container)) ? "live" : "asleep",
    deployedAt: newest?.createdAt,
    age: newest && Math.max(0, newest.clock - newest.createdAt),
    hosts: [...new Set(sightings.map(({ host }) => host))],
  };
}
