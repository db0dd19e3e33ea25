import { CommanderError } from "commander";
import { explain } from "../core/report/errors.ts";
import { FailedCommand, SilentExit } from "../core/report/exit.ts";
import { printable } from "../core/report/printable.ts";
import { Discretion } from "../core/shell/discretion.ts";
import { onCrash } from "../use-cases/crash.ts";
import { withoutAlias } from "./aliases.ts";
import { outliveReaders } from "./live-answers.ts";
import { OwnLock } from "./own-lock.ts";
import { program } from "./program.ts";
import { stopSignals } from "./stop-signals.ts";
import { terminal } from "./terminal.ts";

const lock = new OwnLock();
const discretion = new Discretion();
const say = (text: string): void => void process.stderr.write(`${discretion.redact(text)}\n`);
const stop = stopSignals(lock);
onCrash({ tell: (text) => say(`ERROR: ${printable(text)}`), stop: stop.stop, left: () => lock.notice && `${lock.notice}.` });
outliveReaders();

try {
  const frontEnd = terminal(stop, lock, discretion);
  const root = program(frontEnd).exitOverride();
  await root.parseAsync(await withoutAlias(process.argv.slice(2), root, frontEnd), { from: "user" });
} catch (error) {
  if (error instanceof CommanderError || error instanceof SilentExit) {
    process.exitCode = error.exitCode;
  } else {
    say(explain(error));
    process.exitCode = error instanceof FailedCommand ? error.exitCode : 1;
  }
}
