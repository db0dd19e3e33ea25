import { CommanderError } from "commander";
import { explain } from "../core/report/errors.ts";
import { program } from "./program.ts";
import { terminal } from "./terminal.ts";

const signals = { work: new AbortController(), cleanup: new AbortController() };

/** The first signal stops the work and cleans up after it; a second one stops that as well. */
function stop(): void {
  if (!signals.work.signal.aborted) {
    process.stderr.write("\nStopping. What was changed is undone; once more to give that up.\n");
    signals.work.abort();
    return;
  }
  signals.cleanup.abort();
}

process.on("SIGINT", stop);
process.on("SIGTERM", stop);

try {
  const frontEnd = terminal({ work: signals.work.signal, cleanup: signals.cleanup.signal });
  await program(frontEnd).exitOverride().parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode;
  } else {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}
