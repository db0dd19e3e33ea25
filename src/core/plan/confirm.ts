import { diagnoseUnlessSteady } from "../commands/diagnosis.ts";
import { appSuspect } from "../commands/suspect.ts";
import type { Config } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { placements } from "../config/placement.ts";
import { parted } from "../diagnosis/beside.ts";
import { drift } from "../host/findings.ts";
import { lookAtEnd, readFacts } from "../host/look.ts";
import { messageOf } from "../report/errors.ts";
import { rollbackCommand } from "../report/rollback-command.ts";
import { addresseeOf, typedCommand } from "../report/typed-command.ts";
import { redactor } from "../shell/redaction.ts";
import { lines } from "../shell/sh.ts";
import { type Outcome, type RemoteStep, type Step, stepId } from "./plan.ts";
import type { Release } from "./release.ts";
import type { Replacement } from "./replacement.ts";
import { idsOf, onRole } from "./step.ts";

/** Look at what each role of a host came to, in the same script as the last that is done for it. @param done all of that */
export function confirming(here: readonly Replacement[], done: readonly Step[]): RemoteStep[] {
  let last = idsOf(done.slice(-1));
  return here.map((replacement) => {
    const { role, host } = replacement;
    const stop = done.find(({ id }) => id === stepId("retire", role.name, host));
    const title = `Look at what ${role.name} came to`;
    const run = lines(lookAtEnd(replacement), diagnoseUnlessSteady(appSuspect(replacement.next)));
    const look = onRole(replacement, "confirm", "retire", title, run, stop ? [stop.id] : last);
    if (!stop) last = [look.id];
    return look;
  });
}

/**
 * The outcomes, held against what was promised: a last look that finds anything else is a failure, which says what it found.
 * @param previous what served before, where anything did
 */
export function confirmed(
  { config, version, secrets }: Pick<Release, "config" | "version" | "secrets">,
  outcomes: readonly Outcome[],
  previous?: Version | undefined,
): Outcome[] {
  const advice = adviceOn(config, previous === version ? undefined : previous);
  const redact = redactor(secrets);
  return outcomes.map((outcome) => {
    const place = placements(config).find(({ role, host }) => outcome.step.id === stepId("confirm", role.name, host));
    if (!place || outcome.status !== "succeeded") return outcome;
    const { said, why } = parted(outcome.output);
    const found = driftIn(() => drift(place, readFacts(place.host, said), version));
    if (found.length === 0) return { ...outcome, output: "" };
    return { ...outcome, output: redact([...found, advice, ...why].join("\n")), status: "failed" };
  });
}

/** It is too late to go back by itself: what served before is stopped. */
function adviceOn(config: Config, previous: Version | undefined): string {
  const about = addresseeOf(config);
  const back = previous === undefined ? "" : `, "${rollbackCommand(previous, about)}" goes back`;
  return `"${typedCommand("check", about)}" looks again${back}`;
}

/** What cannot be read is no proof. */
function driftIn(find: () => string[]): string[] {
  try {
    return find();
  } catch (error) {
    return [messageOf(error)];
  }
}
