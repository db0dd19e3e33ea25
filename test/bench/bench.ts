/** Times deploys by Landfall, by a script written by hand and by the commands that Kamal ran, on servers in containers of this machine. */

import { startLab } from "../lab/lab.ts";
import { interruption, runScript } from "../setup/script.ts";
import { prepareGround, SERVICE } from "./ground.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { race } from "./race.ts";
import { described } from "./report.ts";
import { type Result, resultOf } from "./result.ts";

const interrupted = interruption();
await runScript(readOptions, USAGE, bench);

async function bench({ cases, rounds, startDelay, json }: Options): Promise<void> {
  const say = json ? console.error : console.log;
  const results: Result[] = [];
  try {
    const servers = Math.max(...cases.map((each) => each.servers));
    say(`Starting ${servers} servers and a registry; then ${rounds} rounds of ${cases.map(({ name }) => name).join(", ")}`);
    await using lab = await startLab({ name: SERVICE, servers, registry: true });
    const ground = await prepareGround(lab, startDelay);
    for await (const [on, done] of race(ground, { cases, rounds, interrupted, say })) {
      const result = resultOf(on, done);
      results.push(result);
      say(`\n${described(on, done, result)}\n`);
    }
    if (json) console.log(JSON.stringify({ cases: results }));
  } catch (error) {
    console.error(interrupted.aborted ? "Stopped" : `The benchmark failed: ${error instanceof Error ? error.message : error}`);
    process.exitCode = interrupted.aborted ? 130 : 1;
  }
}
