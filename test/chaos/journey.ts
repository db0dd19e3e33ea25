import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { anotherApp } from "../e2e/project.ts";
import type { Ground } from "./ground.ts";

export const journeyNames = ["deploy", "failing-deploy", "rollback", "setup", "accessory-reboot"] as const;
export type JourneyName = (typeof journeyNames)[number];

/** A run of the product that is disturbed on its way. */
export interface Journey {
  /** Makes the project ready for it, and tells what to call. */
  begin(ground: Ground): Promise<readonly string[]>;
  /** What it is to make live: the commit, the version before, the one that is live, or nothing new. */
  readonly aim: "commit" | "previous" | "same" | "nothing";
  /** Whether the same is run again afterwards, as people do with a job that failed, before the next version is deployed. */
  readonly isRepeated: boolean;
}

let count = 0;

/** Commits a version that nobody has deployed yet. */
export const newVersion = async ({ project }: Ground): Promise<string> =>
  project.commit(await anotherApp(`version ${++count} of this run`));

const newlyCommitted = (words: readonly string[]) => async (ground: Ground) => {
  await newVersion(ground);
  return words;
};

export const journeys: Readonly<Record<JourneyName, Journey>> = {
  deploy: { begin: newlyCommitted(["deploy"]), aim: "commit", isRepeated: true },
  setup: { begin: newlyCommitted(["setup"]), aim: "commit", isRepeated: true },
  "failing-deploy": {
    begin: async ({ project }) => {
      await project.commit({ "app.py": await changedApp('(200, b"up\\n")', '(500, b"down\\n")') });
      return ["deploy"];
    },
    aim: "nothing",
    isRepeated: false,
  },
  rollback: { begin: async ({ lived }) => ["rollback", lived.at(-2) ?? ""], aim: "previous", isRepeated: false },
  "accessory-reboot": {
    begin: async () => ["accessory", "reboot", "store"],
    aim: "same",
    isRepeated: true,
  },
};

/** The sample app with one place of it changed. @throws Error when the app has no such place any more */
export async function changedApp(place: string, change: string): Promise<string> {
  const app = await readFile(join(import.meta.dirname, "../../examples/app/app.py"), "utf8");
  if (!app.includes(place)) throw new Error(`The sample app has no ${place}`);
  return app.replace(place, change);
}
