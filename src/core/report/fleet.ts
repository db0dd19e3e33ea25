import { z } from "zod";
import { shardName } from "../config/shards.ts";
import { everybody, type Fleet, nameOf, wordOfFailure, wordOfHalt } from "../host/fleet.ts";
import { parseJson } from "../json.ts";
import { type Failure, failureSchema } from "./failures.ts";
import { text } from "./markdown.ts";
import { mergedRecords, type RunRecord, recordOf, runRecord } from "./record.ts";
import type { Report } from "./report.ts";

const shardWord = z.object({ shard: z.number(), record: runRecord.optional(), failure: failureSchema.optional() }).readonly();
/** What one shard leaves for the one that sums up: how it went, or what kept it from going at all. */
export type ShardWord = z.infer<typeof shardWord>;

/** What a run that several jobs share out came to, as one of them knows it. */
export interface ShardedRun {
  readonly fleet: Fleet;
  /** What all shards had to say; undefined where this one did not end last. */
  readonly words: readonly ShardWord[] | undefined;
}

/** Characters that all words may have together: of what a step prints, no more is kept. */
const mostCharacters = 900_000;

/** One line, and short enough: without the steps where it would be too long, then without what went where. */
export function shardLine(fleet: Fleet, word: Omit<ShardWord, "shard">): string {
  const { record } = word;
  const shorter = record ? [{ record: { ...record, steps: [] } }, { record: { ...record, steps: [], fates: [] } }] : [];
  const lines = [word, ...shorter].map((each) => JSON.stringify({ shard: fleet.shard.index, ...each }));
  return lines.find(({ length }) => length <= mostCharacters / fleet.shard.count) ?? "";
}

/** What shards have left, as far as it can be read. */
export const shardWords = (lines: readonly string[]): ShardWord[] =>
  lines.flatMap((line) => {
    const { data } = shardWord.safeParse(parseJson(line));
    return data ? [data] : [];
  });

/** Every shard has said that all went well. */
export const haveAllSucceeded = (fleet: Fleet, words: readonly ShardWord[]): boolean =>
  everybody(fleet).every((index) => words.some(({ shard, record }) => shard === index && record?.ending === "succeeded"));

/** What there is to sum up: the whole run; undefined where another shard does that. */
export function recordOfRun(report: Report): RunRecord | undefined {
  const own = recordOf(report);
  const { fleet, words } = report.sharded ?? {};
  if (!fleet) return own;
  return words && wholeRecord(own, fleet, words);
}

/** @param own is what is known best; what no shard tells of is a failure */
function wholeRecord(own: RunRecord, fleet: Fleet, words: readonly ShardWord[]): RunRecord {
  const recordBy = (index: number): RunRecord | undefined =>
    index === fleet.shard.index ? own : words.find(({ shard }) => shard === index)?.record;
  const [first = own, ...others] = everybody(fleet).flatMap((index) => recordBy(index) ?? []);
  const all = mergedRecords(first, ...others);
  const merged = { ...all, failures: withoutFollowers(all.failures) };
  const lost = everybody(fleet).filter((index) => !recordBy(index));
  if (lost.length === 0) return merged;
  const unknown = fleet.hosts.filter((host) => !merged.hosts.includes(host));
  const failures = lost.map((index) => words.find(({ shard }) => shard === index)?.failure ?? silence(fleet, index, unknown));
  return { ...merged, hosts: fleet.hosts, ending: "failed", rolledBack: false, failures: [...merged.failures, ...failures] };
}

/** One shard's failure fails all others: what is told of these is in the way. */
function withoutFollowers(failures: readonly Failure[]): readonly Failure[] {
  const own = failures.filter(({ reason }) => ![wordOfFailure, wordOfHalt].some((word) => reason.endsWith(word)));
  return own.length > 0 ? own : failures;
}

const silence = ({ shard }: Fleet, index: number, unknown: readonly string[]): Failure => ({
  host: `shard ${shardName({ ...shard, index })}`,
  title: "Do its part",
  reason: `Its job never came or was ended at once: its log may say why. It is not known what serves on ${unknown.join(", ")}`,
});

/** What stands in the summary of a job where another one sums up. */
export const partialSummary = ({ sharded, config }: Report): string =>
  `${sharded ? nameOf(sharded.fleet) : "This shard"} of ${text(config.service)}: the shard that ends last sums up all of them.\n`;
