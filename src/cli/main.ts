import { CommanderError } from "commander";
import { explain } from "../core/report/errors.ts";
import { FailedCommand, SilentExit } from "../core/report/exit.ts";
import { withoutAlias } from "./aliases.ts";
import { HeldLock } from "./held-lock.ts";
import { program } from "./program.ts";
import { stopSignals } from "./stop-signals.ts";
import { terminal } from "./terminal.ts";

const lock = new HeldLock();

try {
  const frontEnd = terminal(stopSignals(lock), lock);
  const root = program(frontEnd).exitOverride();
  await root.parseAsync(await withoutAlias(process.argv.slice(2), root, frontEnd), { from: "user" });
} catch (error) {
  if (error instanceof CommanderError || error instanceof SilentExit) {
    process.exitCode = error.exitCode;
  } else {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = error instanceof FailedCommand ? error.exitCode : 1;
  }
}
