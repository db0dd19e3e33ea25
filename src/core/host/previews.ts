import type { Config } from "../config/config.ts";
import { readReference } from "../config/image-reference.ts";
import type { Host } from "../config/names.ts";
import { type App, numberOfPreview, type PreviewNumber, previewService, previewTagStart } from "../config/preview/name.ts";
import { appOf, type PreviewConfig } from "../config/preview/preview.ts";
import { type Container, type Facts, type FactsByHost, isRunning } from "./facts.ts";

/** A preview that servers have something of. */
export interface LivePreview {
  readonly number: PreviewNumber;
  readonly service: string;
  /** Where it answers, when it does. */
  readonly address: string | undefined;
  /** `asleep`: it was stopped; `incomplete`: it has no containers, as while it is deployed for the first time, but files. */
  readonly state: "live" | "asleep" | "incomplete";
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
  /** When it was made, by that clock. */
  readonly at: number | undefined;
  /** Undefined: there are files alone. */
  readonly container?: Container;
}

type ImagedApp = App & Pick<Config, "image">;

/** The app's previews, by their containers and files; the one that was deployed last comes first. */
export function previewsOn(app: ImagedApp, facts: FactsByHost): LivePreview[] {
  const sightings = [...facts.values()].flatMap((known) => [...containersOn(app, known), ...filesOn(app, known)]);
  const numbers = [...new Set(sightings.map(({ number }) => number))];
  const all = numbers.map((number) =>
    previewFrom(
      number,
      app,
      sightings.filter((each) => each.number === number),
    ),
  );
  return all.toSorted((a, b) => (b.deployedAt ?? 0) - (a.deployedAt ?? 0) || b.number - a.number);
}

const containersOn = (app: ImagedApp, { host, clock, containers }: Facts): Sighting[] =>
  containers.flatMap((container): Sighting[] => {
    const number = numberOfPreview(app, container.service);
    return number === undefined || !isOfApp(app, container) ? [] : [{ number, host, clock, at: container.createdAt, container }];
  });

const filesOn = (app: ImagedApp, { host, clock, containers, previews = [] }: Facts): Sighting[] =>
  previews.flatMap(({ file, at }): Sighting[] => {
    const number = numberOfFile(app, file);
    const isOurs = containers.every((each) => numberOfPreview(app, each.service) !== number || isOfApp(app, each));
    return number === undefined || !isOurs ? [] : [{ number, host, clock, at }];
  });

/** Whether what has the name of one of the app's previews is one: another project may have chosen the name, or have such previews too. */
export const isOfApp = (app: ImagedApp, container: Container): boolean =>
  container.preview !== "" && container.destination === (app.destination ?? "") && !isOfOtherImage(app, container);

/** By the name that a preview's image is given; the registry may have moved. */
function isOfOtherImage(app: ImagedApp, { image }: Container): boolean {
  const [own, theirs] = [readReference(app.image, app), readReference(image, app)];
  if (typeof own === "string" || typeof theirs === "string") return false;
  return previewTagStart.test(theirs.tag ?? "") && theirs.path !== own.path;
}

/** The preview that a config is of, as these servers have it now. */
export const previewOf = (config: PreviewConfig, facts: FactsByHost): LivePreview | undefined =>
  previewsOn(appOf(config), facts).find(({ number }) => number === config.preview.number);

/** Its directory, its log and its lock have its name, which ends with the destination. */
function numberOfFile(app: App, file: string): PreviewNumber | undefined {
  const end = app.destination === undefined ? "" : `-${app.destination}`;
  const [, name = ""] = /([^/]*?)(?:-audit\.log)?$/.exec(file.replace(/\/lock-(?=[^/]*$)/, "/")) ?? [];
  return name.endsWith(end) ? numberOfPreview(app, name.slice(0, name.length - end.length)) : undefined;
}

function previewFrom(number: PreviewNumber, app: App, sightings: readonly Sighting[]): LivePreview {
  const contained = sightings.filter(({ container }) => container);
  const dated = (contained.length > 0 ? contained : sightings).flatMap(({ at, clock }) =>
    at === undefined ? [] : [{ at, clock }],
  );
  const [newest] = dated.toSorted((a, b) => b.at - a.at);
  return {
    number,
    service: previewService(app, number),
    address: contained.map(({ container }) => container?.address).find((address) => address),
    state: stateOf(contained.flatMap(({ container }) => container ?? [])),
    deployedAt: newest?.at,
    age: newest && Math.max(0, newest.clock - newest.at),
    hosts: [...new Set(sightings.map(({ host }) => host))],
  };
}

function stateOf(containers: readonly Container[]): LivePreview["state"] {
  if (containers.some(isRunning)) return "live";
  return containers.length > 0 ? "asleep" : "incomplete";
}
