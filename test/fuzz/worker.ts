import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { damagedFiles, readDamaged } from "./reading.ts";

const { seed, from, to, progress } = z
  .object({ seed: z.int(), from: z.int(), to: z.int(), progress: z.instanceof(SharedArrayBuffer) })
  .parse(workerData);
const round = new Int32Array(progress);
const counts = { read: 0, refused: 0, slowest: 0, slowestRound: from };

for (let at = from; at < to; at++) {
  Atomics.store(round, 0, at);
  const files = damagedFiles(seed, at);
  const start = performance.now();
  counts[await readDamaged(files)] += 1;
  const took = performance.now() - start;
  if (took > counts.slowest) Object.assign(counts, { slowest: took, slowestRound: at });
}
parentPort?.postMessage(counts);
