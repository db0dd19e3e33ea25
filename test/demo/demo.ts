/** Shows a deploy, another one and a rollback under traffic, on servers in containers of this machine. */
import { type Options, readOptions, USAGE } from "./options.ts";
import { openScreen } from "./screen.ts";
import { show } from "./show.ts";

const interruption = new AbortController();
// A terminal tells all its programs of Ctrl-C, and npm tells this one again: only the first one counts.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interruption.abort());

const options = chosen(process.argv.slice(2));
if (options === undefined) process.exitCode = 2;
else await demo(options);

function chosen(args: readonly string[]): Options | undefined {
  try {
    return readOptions(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
    return undefined;
  }
}

async function demo(options: Options): Promise<void> {
  const { signal: interrupted } = interruption;
  const screen = openScreen(options.json ? process.stderr : process.stdout);
  interrupted.addEventListener("abort", () => screen.heading("Stopping, and taking everything down"));
  try {
    const { result, problems } = await show(options, screen, interrupted);
    if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
    process.exitCode = problems.length === 0 ? 0 : 1;
  } catch (error) {
    if (!interrupted.aborted) screen.heading(`The demo failed: ${error instanceof Error ? error.message : error}`);
    process.exitCode = interrupted.aborted ? 130 : 1;
  }
}
