import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileCommands } from "./file-commands.ts";

const names = ["OUTPUT", "STATE", "ENV", "PATH", "STEP_SUMMARY"] as const;
type Name = (typeof names)[number];

/** A runner drops a whole summary that is longer than this, in bytes. */
const longestSummary = 1024 * 1024;

/** What a step wrote into the files that a runner gives it. */
export interface Written {
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly summary: string;
  /** All of it as it stands there, to look for secrets in. */
  readonly text: string;
  /** What a real runner refuses, drops or puts up with, and we do not. */
  readonly faults: readonly string[];
}

export const eventFile = (folder: string): string => join(folder, "event.json");

export const fileVariables = (folder: string): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`GITHUB_${name}`, join(folder, name)]));

/** @param event what started the workflow, as GitHub's webhooks tell it */
export async function createFiles(event: unknown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "job-"));
  await mkdir(join(folder, "tools"));
  await writeFile(eventFile(folder), JSON.stringify(event));
  await Promise.all(names.map((name) => writeFile(join(folder, name), "")));
  return folder;
}

/** Reads the files and removes them. @param declared the outputs of action.yml */
export async function collectFiles(folder: string, declared: readonly string[]): Promise<Written> {
  const read = (name: Name): Promise<string> => readFile(join(folder, name), "utf8");
  const texts = await Promise.all(names.map(read));
  await rm(folder, { recursive: true, force: true });
  const [output = "", state = "", env = "", path = "", summary = ""] = texts;
  const faults: string[] = [];
  const outputs = fileCommands(output, faults);
  for (const name of Object.keys(outputs)) if (!declared.includes(name)) faults.push(`action.yml has no output ${name}`);
  if (env + path !== "") faults.push("It changed the environment of the steps after it");
  if (Buffer.byteLength(summary) > longestSummary) faults.push("The summary is too long and would be dropped");
  return { outputs, state: fileCommands(state, faults), summary, text: texts.join("\n"), faults };
}
