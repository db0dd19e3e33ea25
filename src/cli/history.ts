import type { Command } from "commander";
import { planHistory } from "../core/plan/close.ts";
import { refuseFailures } from "../core/report/exit.ts";
import { readLedger } from "../core/report/ledger.ts";
import { describeLedger, ledgerJson } from "../core/report/past-deploys.ts";
import { runErrand } from "../use-cases/run-errand.ts";
import type { FrontEnd } from "./front-end.ts";
import { type GlobalOptions, withGlobals } from "./options.ts";

/** `history`. */
export function addHistory(root: Command, frontEnd: FrontEnd): void {
  const command = withGlobals(root.command("history")).description("Show what became of the last deploys, by whomever");
  command.action(async () => {
    const options = command.opts<GlobalOptions>();
    const done = await runErrand({ command: "history", lock: false, plan: planHistory }, await frontEnd.call(options));
    refuseFailures(done);
    const ledger = readLedger(done.outcomes.map(({ output }) => output).join("\n"));
    frontEnd.answer({ text: describeLedger(ledger), json: ledgerJson(ledger) }, options);
  });
}
