/** Damages deploy.yml files in many ways and reads them: each must be read or refused with a place in it, in less than two seconds. */

import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { damagedFiles } from "./reading.ts";

/** Milliseconds for one file. */
const patience = 2000;
const { values } = parseArgs({ options: { count: { type: "string" }, seed: { type: "string" } } });
const count = z.coerce
  .number()
  .int()
  .positive()
  .parse(values.count ?? "10000");
const seed = z.coerce
  .number()
  .int()
  .parse(values.seed ?? "1");
const result = z.object({ read: z.int(), refused: z.int(), slowest: z.number(), slowestRound: z.int() });

const progress = new SharedArrayBuffer(4);
const round = new Int32Array(progress);
const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: { seed, from: 0, to: count, progress } });
const watch = setInterval(watchdog(), patience);
worker.on("message", (message) => {
  const { read, refused, slowest, slowestRound } = result.parse(message);
  console.log(
    `${count} files: ${read} read, ${refused} refused; the slowest took ${slowest.toFixed(0)} ms (round ${slowestRound})`,
  );
});
worker.on("error", (error) => fail(error.stack ?? String(error)));
worker.on("exit", () => clearInterval(watch));

function watchdog(): () => void {
  let last = -1;
  return () => {
    const now = Atomics.load(round, 0);
    if (now === last) fail(`Not read within ${patience} ms`);
    last = now;
  };
}

function fail(reason: string): void {
  const at = Atomics.load(round, 0);
  const files = JSON.stringify(damagedFiles(seed, at));
  console.error(`${reason}\n\nRound ${at} of seed ${seed}, ${files.length} characters:\n${files.slice(0, 2000)}`);
  process.exitCode = 1;
  void worker.terminate();
}
