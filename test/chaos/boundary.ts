import { z } from "zod";

/** The end of one step in one place. The same step of another run, of another version and on another network, has the same one. */
export const boundarySchema = z.object({ place: z.string(), title: z.string() }).readonly();
export type Boundary = z.infer<typeof boundarySchema>;

/** What the servers and the registry are called, by the addresses that a run knows them by: each lab has others. */
export type Names = Readonly<Record<string, string>>;

const stepsEnd = /^[✓✗■] (?<place>\S+) +(?<title>.*\S) +(?:\d+ min \d+ s|\d+\.\d s)$/;
const version = /\b[0-9a-f]{7,40}\b/g;

/** Reads one line of a run's own words; undefined where it tells of no step's end. */
export function boundaryIn(line: string, names: Names): Boundary | undefined {
  const { place, title } = stepsEnd.exec(line)?.groups ?? {};
  if (place === undefined || title === undefined) return undefined;
  const named = Object.entries(names).reduce((text, [address, name]) => text.replaceAll(address, name), title);
  return { place: names[place] ?? place, title: named.replaceAll(version, "VERSION") };
}

/** All of a run, each once, in an order that does not depend on which server was faster. */
export function boundariesIn(text: string, names: Names): readonly Boundary[] {
  const found = text.split("\n").flatMap((line) => boundaryIn(line, names) ?? []);
  const byName = new Map(found.map((boundary) => [`${boundary.title} ${boundary.place}`, boundary]));
  return [...byName].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, boundary]) => boundary);
}

export const isSameBoundary = (one: Boundary, other: Boundary): boolean => one.place === other.place && one.title === other.title;
