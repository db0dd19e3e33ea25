import { z } from "zod";
import type { Host } from "../config/names.ts";
import { type Placement, placements } from "../config/placement.ts";
import { currentContainer, versionOf } from "../host/facts.ts";
import { isCancelled, type Outcome, type Status, stepId } from "../plan/plan.ts";
import { OutOfTime } from "../plan/time-limit.ts";
import { saysNoProxy } from "../proxies/absence.ts";
import type { Report } from "./report.ts";

const sight = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("version"), version: z.string() }).readonly(),
  z.object({ kind: z.literal("nothing") }).readonly(),
  z.object({ kind: z.literal("not known") }).readonly(),
]);
/** What a role has on a host; not known where nobody looked. */
export type Sight = z.infer<typeof sight>;

export const fateSchema = z
  .object({
    host: z.string(),
    role: z.string(),
    /** It takes traffic; other roles only run. */
    serves: z.boolean(),
    before: sight,
    now: sight,
    /** The new version may be there as well: nobody knows how far the rollout or the way back got. */
    uncertain: z.boolean(),
  })
  .readonly();
/** What became of one role on one host. */
export type Fate = z.infer<typeof fateSchema>;

export const isSameSight = (one: Sight, other: Sight): boolean =>
  one.kind === "version" && other.kind === "version" ? one.version === other.version : one.kind === other.kind;

/** What went where, role by role and host by host. */
export const fates = (report: Report): Fate[] => placements(report.config).map((placement) => fateOf(report, placement));

/** The new version stayed on some hosts, and not on all. */
export function isSplit(all: readonly Fate[], version: string): boolean {
  const isNew = ({ now, uncertain }: Fate): boolean => !uncertain && now.kind === "version" && now.version === version;
  return all.some(isNew) && !all.every(isNew);
}

type Course = "new" | "old" | "uncertain";
type Ends = (deed: string) => Status | undefined;

function fateOf(report: Report, placement: Placement): Fate {
  const { role, host } = placement;
  const before = seen(report, placement);
  const statuses = new Map(report.outcomes.map(({ step, status }) => [step.id, status]));
  const on: Ends = (deed) => statuses.get(stepId(deed, role.name, host));
  const course = role.proxy ? courseOfTraffic(on, before) : courseOfWork(on, before);
  // A last look that found something else than was promised says what; here it is enough that the promise does not hold.
  const isDrift = on("confirm") === "failed";
  const wasSeen = hasBegun(on("run")) && (course !== "new" || on("confirm") === "succeeded");
  const isUnseen = isDrift || (wasLost(report, host) && !wasSeen);
  const old: Sight = lacksProxy(report, placement) ? { kind: "nothing" } : before;
  const now: Sight = isUnseen ? { kind: "not known" } : course === "new" ? { kind: "version", version: report.version } : old;
  return { host, role: role.name, serves: role.proxy !== undefined, before, now, uncertain: course === "uncertain" };
}

/** What still runs takes no traffic then. */
const lacksProxy = ({ outcomes }: Report, { role, host }: Placement): boolean =>
  outcomes.some(
    ({ step, status, output }) => step.id === stepId("flip", role.name, host) && status === "failed" && saysNoProxy(output),
  );

/** Nobody knows what became of a server since the connection to it was lost. */
const wasLost = ({ outcomes }: Report, host: Host): boolean =>
  outcomes.some((outcome) => outcome.step.host === host && isLost(outcome));

/** What took too long was stopped, by somebody who could reach it. */
const isLost = (outcome: Outcome): boolean =>
  outcome.status === "interrupted" && !isCancelled(outcome) && !(outcome.error instanceof OutOfTime);

function seen({ facts, config }: Report, { role, host }: Placement): Sight {
  const known = facts.get(host);
  if (!known) return { kind: "not known" };
  const current = currentContainer(known, config, role);
  if (!current) return { kind: "nothing" };
  const version = versionOf(current, config, role);
  return version === undefined ? { kind: "not known" } : { kind: "version", version };
}

/** Where a flip was cut short it may have come through after it was taken back, and was taken back again. */
const isProven = (on: Ends, before: Sight): boolean =>
  (before.kind !== "nothing" || on("stop") === "succeeded") && !["failed", "interrupted"].includes(on("hold") ?? "");

/** A flip that failed has changed nothing: the proxy switches only to what is healthy. */
function courseOfTraffic(on: Ends, before: Sight): Course {
  const back = on("return");
  // Where nothing served, what takes the route away may fail unheard; then stopping the container is the proof.
  if (back === "succeeded") return isProven(on, before) ? "old" : "uncertain";
  if (hasBegun(back)) return "uncertain";
  const flip = on("flip");
  if (flip === "succeeded") return "new";
  return flip === "interrupted" ? "uncertain" : "old";
}

/** The old one runs until it is stopped, so for a while both do. */
function courseOfWork(on: Ends, before: Sight): Course {
  const stop = on("stop");
  if (stop === "succeeded" || !hasBegun(on("run"))) return "old";
  if (hasBegun(stop) || on("ready") !== "succeeded") return "uncertain";
  return before.kind === "nothing" || on("retire") === "succeeded" ? "new" : "uncertain";
}

const hasBegun = (status: Status | undefined): boolean => status !== undefined && status !== "skipped";
