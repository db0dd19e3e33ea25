/** Times deploys by Landfall, by a script written by hand and by the commands that Kamal ran, on servers in containers of this machine. */
import { startLab } from "../lab/lab.ts";
import { prepareGround, SERVICE } from "./ground.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { race } from "./race.ts";
import { described } from "./report.ts";
import { type Result, resultOf } from "./result.ts";

const interruption = new AbortController();
// A terminal tells all its programs of Ctrl-C, and npm tells this one again: only the first one counts.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interruption.abort());

const options = chosen(process.argv.slice(2));
if (options === undefined) process.exitCode = 2;
else await bench(options);

function chosen(args: readonly string[]): Options | undefined {
  try {
    return readOptions(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    return undefined;
  }
}

async function bench({ cases, rounds, startDelay, json }: Options): Promise<void> {
  const say = json ? console.error : console.log;
  const results: Result[] = [];
  try {
    const servers = Math.max(...cases.map((each) => each.servers));
    say(`Starting ${servers} servers and a registry; then ${rounds} rounds of ${cases.map(({ name }) => name).join(", ")}`);
    await using lab = await startLab({ name: SERVICE, servers, registry: true });
    const ground = await prepareGround(lab, startDelay);
    for await (const [on, done] of race(ground, { cases, rounds, interrupted: interruption.signal, say })) {
      const result = resultOf(on, done);
      results.push(result);
      say(`\n${described(on, done, result)}\n`);
    }
    if (json) console.log(JSON.stringify({ cases: results }));
  } catch (error) {
    console.error(
      interruption.signal.aborted ? "Stopped" : `The benchmark failed: ${error instanceof Error ? error.message : error}`,
    );
    process.exitCode = interruption.signal.aborted ? 130 : 1;
  }
}
