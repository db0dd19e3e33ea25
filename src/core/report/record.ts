import { z } from "zod";
import { appHosts } from "../config/placement.ts";
import { isCancelled, type Outcome, stages } from "../plan/plan.ts";
import { endingOf, endings, worst } from "./ending.ts";
import { failureSchema, failures } from "./failures.ts";
import { fateSchema, fates } from "./fates.ts";
import { lockLeft } from "./lock-left.ts";
import { tookOver } from "./lock-taken-over.ts";
import { placeName } from "./plans.ts";
import { imageOf, type Report } from "./report.ts";
import { hasGoneBack } from "./return.ts";
import { rollbackVersions } from "./rollback-versions.ts";
import { hasBooted } from "./serving.ts";
import { addresseeOf } from "./typed-command.ts";
import { urlOf } from "./url.ts";

const ending = z.enum(endings);

const recordedStep = z
  .object({ place: z.string(), stage: z.enum(stages), title: z.string(), ending, startedAt: z.number(), endedAt: z.number() })
  .readonly();
/** One step that ran. Times are milliseconds since 1970. */
export type RecordedStep = z.infer<typeof recordedStep>;

export const runRecord = z
  .object({
    ...{ verb: z.string(), service: z.string(), destination: z.string().optional(), preview: z.number().optional() },
    ...{ version: z.string(), previous: z.string().optional(), image: z.string(), digest: z.string().optional() },
    ...{ url: z.string().optional(), hosts: z.array(z.string()).readonly(), ending },
    /** Milliseconds since 1970. */
    ...{ startedAt: z.number(), endedAt: z.number() },
    /** It got as far as to boot something. */
    booted: z.boolean(),
    /** It failed, and what served before serves again. */
    rolledBack: z.boolean(),
    fates: z.array(fateSchema).readonly(),
    steps: z.array(recordedStep).readonly(),
    /** What failed by itself; what was cancelled is among the steps only. */
    failures: z.array(failureSchema).readonly(),
    lockLeft: z.string().optional(),
    /** The run before it that was cut off, and whose lock it took over: by whom, when, for which version. */
    tookOver: z.string().optional(),
    /** That can be made live again without a build, the newest first. */
    versions: z.array(z.string()).readonly(),
    /** It was deployed by its own name, and not built for the service. */
    prebuilt: z.boolean().optional(),
    /** The image's digest, and where it is live already; whoever can ask adds it. */
    promoted: z
      .object({
        digest: z.string(),
        from: z.array(z.object({ environment: z.string(), url: z.string().optional() }).readonly()).readonly(),
      })
      .readonly()
      .optional(),
  })
  .readonly();

/**
 * What a run's summary is made of: nothing but data, so that it can be sent as JSON and read again with `runRecord.parse`. The parts
 * of a run that was carried out in several jobs are put together by `mergedRecords`.
 */
export type RunRecord = z.infer<typeof runRecord>;

export function recordOf(report: Report): RunRecord {
  const { verb, config, version, previous, digest, outcomes, startedAt, endedAt } = report;
  return {
    ...{ verb, service: config.service, ...addresseeOf(config), version, previous, digest },
    ...{ startedAt, endedAt },
    ...{
      image: imageOf(report),
      prebuilt: report.prebuilt !== undefined,
      url: urlOf(report),
      hosts: appHosts(config),
      ending: endingOf(outcomes),
    },
    booted: hasBooted(report),
    ...{ rolledBack: hasGoneBack(report), fates: fates(report), lockLeft: lockLeft(report), versions: rollbackVersions(report) },
    steps: outcomes.filter(({ status }) => status !== "skipped").map(recorded),
    failures: failures(outcomes.filter((outcome) => !isCancelled(outcome))),
    tookOver: tookOver(outcomes),
  };
}

const recorded = (outcome: Outcome): RecordedStep => {
  const { step, startedAt, endedAt } = outcome;
  return { place: placeName(step.host), stage: step.stage, title: step.title, ending: endingOf([outcome]), startedAt, endedAt };
};

/** One run of several parts that went on side by side; what is true of all of them is as the first has it. */
export function mergedRecords(first: RunRecord, ...others: readonly RunRecord[]): RunRecord {
  const all = [first, ...others];
  const ending = worst(all);
  return {
    ...first,
    booted: all.some(({ booted }) => booted),
    ...{ ending, rolledBack: ending !== "succeeded" && all.every(({ rolledBack }) => rolledBack) },
    startedAt: Math.min(...all.map(({ startedAt }) => startedAt)),
    endedAt: Math.max(...all.map(({ endedAt }) => endedAt)),
    hosts: [...new Set(all.flatMap(({ hosts }) => hosts))],
    fates: all.flatMap(({ fates }) => fates),
    steps: all.flatMap(({ steps }) => steps),
    failures: all.flatMap(({ failures }) => failures),
    lockLeft: all.find(({ lockLeft }) => lockLeft !== undefined)?.lockLeft,
    tookOver: all.find(({ tookOver }) => tookOver !== undefined)?.tookOver,
    versions: first.versions.filter((version) => all.every(({ versions }) => versions.includes(version))),
  };
}
