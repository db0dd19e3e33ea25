import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as cache from "@actions/cache";
import type { z } from "zod";
import { type History, history, remembered } from "../core/report/history.ts";
import { remembering } from "./past-runs.ts";

/**
 * A program of its own, which a run's main part starts when all is done: loading the toolkit's cache takes longer than that part takes
 * to start, it cannot be stopped while it tries again, and it shows what goes wrong as warnings.
 */
process.once("message", (message) => void remember(remembering.parse(message)));

async function remember({ file, prefix, key, run }: z.infer<typeof remembering>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const found = await cache.restoreCache([file], key, [prefix]);
  const past = found === undefined ? [] : await saved(file);
  process.send?.(past);
  await writeFile(file, JSON.stringify(remembered(past, run)));
  await cache.saveCache([file], key);
  process.disconnect();
}

/** What another version of us may have left there counts for nothing. */
async function saved(file: string): Promise<History> {
  const { success, data } = history.safeParse(JSON.parse(await readFile(file, "utf8")));
  return success ? data : [];
}
