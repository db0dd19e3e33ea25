import type { Config } from "../core/config/config.ts";
import type { Host } from "../core/config/names.ts";
import { withoutDocker } from "../core/plan/prepare.ts";
import { refuseFailures } from "../core/report/exit.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Done } from "../use-cases/errand.ts";
import { runErrand } from "../use-cases/run-errand.ts";
import type { Answer, FrontEnd } from "./front-end.ts";
import type { GlobalOptions } from "./options.ts";

/** A command that shows what servers say of themselves. */
interface Look {
  readonly command: string;
  readonly subcommand?: string;
  readonly looksAt: (config: Config) => readonly Host[];
  readonly describe: (done: Done) => Answer;
}

/** Show what those servers say that answer. @throws Refusal afterwards that names the others */
export async function look(frontEnd: FrontEnd, options: GlobalOptions, { describe, ...asked }: Look): Promise<Done> {
  const errand = { ...asked, lock: false, plan: () => ({ title: "Look at the servers", steps: [] }) } as const;
  const done = await runErrand(errand, await frontEnd.call(options));
  if (done.facts.size > 0) frontEnd.answer(describe(done), options);
  refuseFailures(done);
  return done;
}

/** The same for what only Docker knows. @throws Refusal also where Docker does not answer: that it names nothing says nothing */
export async function lookAtDocker(frontEnd: FrontEnd, options: GlobalOptions, asked: Look): Promise<void> {
  const { facts } = await look(frontEnd, options, asked);
  const reasons = withoutDocker([...facts.values()]);
  if (reasons.length > 0) throw new Refusal(reasons);
}
