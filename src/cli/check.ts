import type { Command } from "commander";
import { appHosts } from "../core/config/placement.ts";
import { clockSkews } from "../core/host/clock-skew.ts";
import { findings } from "../core/host/findings.ts";
import { probeUrl, probing, visitPatience } from "../core/plan/probe.ts";
import { FailedCommand } from "../core/report/exit.ts";
import { failures } from "../core/report/failures.ts";
import { describeFindings, findingsInShort, findingsJson } from "../core/report/findings.ts";
import { runErrand } from "../use-cases/run-errand.ts";
import type { FrontEnd } from "./front-end.ts";
import { type GlobalOptions, withGlobals } from "./options.ts";

type Options = GlobalOptions & { readonly url?: string };

/** `check`, for a workflow that runs on a schedule. */
export function addCheck(root: Command, frontEnd: FrontEnd): void {
  const command = withGlobals(root.command("check")).description("Say whether all that should run does; fail where it does not");
  command.option("--url <url>", "ask this URL, too, which has to answer with success");
  command.action(() => check(frontEnd, command.opts<Options>()));
}

/** @throws FailedCommand when something is not as it should be, once that is told */
async function check(frontEnd: FrontEnd, options: Options): Promise<void> {
  const steps = options.url === undefined ? [] : [probing(probeUrl(options.url), visitPatience)];
  const plan = { title: "Check", steps };
  const errand = { command: "check", lock: false, looksAt: appHosts, plan: () => plan } as const;
  const { config, facts, outcomes } = await runErrand(errand, await frontEnd.call(options));
  const failed = failures(outcomes).map(({ host, reason }) => ({ host, text: reason.replace(`${host}: `, "") }));
  const found = [...failed, ...clockSkews(outcomes), ...findings(config, facts)];
  frontEnd.answer({ text: describeFindings(found, config, facts), json: findingsJson(found, config, facts) }, options);
  if (found.length > 0) throw new FailedCommand([findingsInShort(found)], 1);
}
