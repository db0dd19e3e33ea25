/** Shows a deploy, another one and a rollback under traffic, on servers in containers of this machine. */
import { interruption, runScript } from "../setup/script.ts";
import { type Options, readOptions, USAGE } from "./options.ts";
import { openScreen } from "./screen.ts";
import { show } from "./show.ts";

const interrupted = interruption();
await runScript(readOptions, USAGE, demo);

async function demo(options: Options): Promise<void> {
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
