import { readFile } from "node:fs/promises";
import { join } from "node:path";

const FILE = join(import.meta.dirname, "kamal-2.12-deploy.txt");

/** One recorded command. */
export interface Line {
  readonly place: "here" | "hosts" | "primary" | "upload";
  /** The deploy goes on when it fails. */
  readonly mayFail: boolean;
  readonly text: string;
}

/** Lines that each host works through at its own pace. */
export type Block = readonly Line[];

export type Values = Readonly<Record<string, string>>;

/** Reads the commands that Kamal ran. */
export async function readTrace(): Promise<readonly Block[]> {
  const text = (await readFile(FILE, "utf8")).replaceAll(/^#.*\n/gm, "");
  return text
    .trim()
    .split(/\n\n+/)
    .map((block) => block.split("\n").map(lineOf));
}

function lineOf(line: string): Line {
  const [, place, question, text] = /^(\w+)(\??) +(.+)$/.exec(line) ?? [];
  if ((place !== "here" && place !== "hosts" && place !== "primary" && place !== "upload") || text === undefined)
    throw new Error(`The recording has a line that cannot be read: ${line}`);
  return { place, mayFail: question === "?", text };
}

/** Puts values where their names stand between percent signs. @throws Error on a name without a value */
export function filled(text: string, values: Values): string {
  return text.replaceAll(/%([A-Z][A-Z0-9_]*)%/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The recording asks for ${name}`);
    return value;
  });
}
