import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { abandonedClones, newClone } from "../../src/adapters/clones.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "clones-"));
  vi.stubEnv("TMPDIR", directory);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

/** The id of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn("true");
  await once(child, "exit");
  return child.pid ?? 0;
}

it("finds the clones of processes that are gone, and no others", async () => {
  const mine = newClone();
  const abandoned = mine.replace(`-${process.pid}-`, `-${await endedProcess()}-`);
  const elsewhere = join(directory, basename(abandoned).replace("landfall-clone-", "landfall-clone-another-machine-"));
  for (const path of [mine, abandoned, elsewhere, join(directory, "landfall-sample")]) await mkdir(path);
  expect(await abandonedClones()).toEqual([abandoned]);
});
