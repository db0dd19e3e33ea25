import type { Command } from "commander";
import type { Accessory } from "../core/config/accessory.ts";
import type { Config } from "../core/config/config.ts";
import type { SecretUse } from "../core/config/secrets.ts";
import type { Outcome } from "../core/plan/plan.ts";
import { answersJson, describeAnswers } from "../core/report/answers.ts";
import { refuseFailures } from "../core/report/exit.ts";
import { describePlans, stagePlans } from "../core/report/plans.ts";
import type { Call } from "../use-cases/call.ts";
import type { Errand } from "../use-cases/errand.ts";
import { planErrand, runErrand } from "../use-cases/run-errand.ts";
import { runSessions } from "../use-cases/session.ts";
import { askFor, type ConfirmationOption, withConfirmation } from "./confirmation.ts";
import type { FrontEnd, Live } from "./front-end.ts";
import { type LockOptions, lockWait, withLockWait } from "./lock-wait.ts";
import { type GlobalOptions, withGlobals } from "./options.ts";
import type { SessionKind } from "./session.ts";

/** A command that does one thing on servers. `Extra` are its options beside those that all have. */
export interface ErrandCommand<Extra> {
  /** Its name and arguments, as in `exec <command...>`. */
  readonly usage: string;
  readonly description: string;
  /** A part of another command; help does not list it. */
  readonly hidden?: true;
  /** That there is something better, and what. */
  readonly deprecated?: string;
  /** Whether it takes the deploy lock. */
  readonly locks: boolean | ((options: Extra) => boolean);
  /** What to ask before; nothing is asked if absent. */
  readonly question?: string;
  readonly secrets?: (config: Config, args: readonly string[], options: Extra) => readonly SecretUse[];
  readonly sends?: (config: Config, args: readonly string[]) => readonly Accessory[];
  readonly looksAt?: Errand["looksAt"];
  /** Whether answers are shown as they come, where they can be; at the end if absent. */
  readonly streams?: (options: Extra) => boolean;
  /** Whether answers have their input and outputs passed on as they are. */
  readonly session?: (options: Extra) => SessionKind | undefined;
  readonly plan: (options: Extra & GlobalOptions, args: readonly string[]) => Errand["plan"];
}

type Options = GlobalOptions & LockOptions & ConfirmationOption & { readonly dryRun?: true };

/** Add it beneath its noun. Further options may follow; they come to `plan`. */
export function addErrand<Extra = unknown>(noun: Command, frontEnd: FrontEnd, errand: ErrandCommand<Extra>): Command {
  const { usage, description, hidden = false, deprecated, locks, question } = errand;
  const command = withGlobals(noun.command(usage, { hidden })).description(description);
  command.option("--dry-run", "show every command that would run, and run none");
  if (locks !== false) withLockWait(command);
  if (question !== undefined) withConfirmation(command);
  const names = noun.parent ? { command: noun.name(), subcommand: command.name() } : { command: command.name() };
  return command.action(async () => {
    const options = command.opts<Options & Extra>();
    const plan = errand.plan(options, command.args);
    if (question !== undefined && !options.dryRun) await askFor(frontEnd, question, options);
    const locked = typeof locks === "function" ? locks(options) : locks;
    const lock = locked && { wait: lockWait(options) };
    const call = await frontEnd.call(options);
    if (deprecated !== undefined) call.watcher.note(deprecated);
    const needs = needsOf(errand, command.args, options);
    await doErrand(frontEnd, { ...names, lock, ...needs, ...mannerOf(errand, options), plan }, call, options);
  });
}

function needsOf<Extra>(
  { secrets, sends, looksAt }: ErrandCommand<Extra>,
  args: readonly string[],
  options: Extra,
): Pick<Errand, "secrets" | "sends" | "looksAt"> {
  return {
    ...(secrets && { secrets: (config) => secrets(config, args, options) }),
    ...(sends && { sends: (config) => sends(config, args) }),
    ...(looksAt && { looksAt }),
  };
}

/** How answers are shown. */
interface Manner {
  readonly streams: boolean;
  readonly session: SessionKind | undefined;
}

const mannerOf = <Extra>({ streams, session }: ErrandCommand<Extra>, options: Extra): Manner => ({
  streams: streams?.(options) ?? false,
  session: session?.(options),
});

/** Do an errand and say what came of it. @throws Refusal when part of it failed, once the rest is told */
async function doErrand(frontEnd: FrontEnd, errand: Errand & Manner, call: Call, options: Options): Promise<void> {
  if (options.dryRun) {
    const plans = [await planErrand(errand, call)];
    return frontEnd.answer({ text: describePlans(plans), json: { stages: stagePlans(plans) } }, options);
  }
  if (errand.session) return runSessions(errand, frontEnd.ends(errand.session), call);
  const live = errand.streams && !options.json ? frontEnd.live?.(call) : undefined;
  if (live) return doLive(errand, live);
  const done = await runErrand(errand, call);
  frontEnd.answer({ text: describeAnswers(done, options), json: answersJson(done) }, options);
  refuseFailures(done);
}

/** Do an errand whose answers are seen as they come. @throws as doErrand does; the reason of a cancellation */
async function doLive(errand: Errand, { call, planned }: Live): Promise<void> {
  const plan: Errand["plan"] = (release, facts) => {
    const made = errand.plan(release, facts);
    planned(made);
    return made;
  };
  const { outcomes } = await runErrand({ ...errand, plan }, call);
  call.cancel.throwIfAborted();
  const seen = (outcome: Outcome): Outcome => (outcome.step.stage === "answer" ? { ...outcome, output: "" } : outcome);
  refuseFailures({ outcomes: outcomes.map(seen) });
}
