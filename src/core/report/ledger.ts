import { z } from "zod";
import { parseJson } from "../json.ts";
import type { Release } from "../plan/release.ts";
import { redactor } from "../shell/redaction.ts";
import { endings } from "./ending.ts";
import { pastRunOf } from "./history.ts";
import { printable } from "./printable.ts";
import type { RunRecord } from "./record.ts";

const failure = z.object({ host: z.string(), title: z.string(), reason: z.string() }).readonly();

/** What is kept of a run on the primary host. Lines of other versions of us are read as far as they say the same. */
const entry = z
  .object({
    /** When it began: ISO 8601, UTC. */
    ...{ at: z.iso.datetime(), seconds: z.number() },
    ...{ command: z.string(), version: z.string(), previous: z.string().optional() },
    ...{ image: z.string(), digest: z.string().optional() },
    ...{ ending: z.enum(endings), rolledBack: z.boolean(), hosts: z.number() },
    ...{ performer: z.string(), run: z.string().optional() },
    /** How long something of each stage was done anywhere, in seconds. */
    stages: z.record(z.string(), z.number()),
    failures: z.array(failure).readonly(),
    /** The run before it, which was cut off and has no record: by whom, when, for which version. */
    tookOver: z.string().optional(),
  })
  .readonly();
export type LedgerEntry = z.infer<typeof entry>;

/** A line has to stay short: all of them are read in one answer. Of a reason's characters, the beginning is kept, and its likeliest cause or its end. */
const [mostFailures, longestBeginning, longestEnd] = [10, 300, 300];

/** One line. What servers said stands in it without the values of secrets, and of what containers printed no more than a likely cause quotes. */
export function ledgerLine(
  record: RunRecord,
  { performer, lock, secrets }: Pick<Release, "performer" | "lock" | "secrets">,
): string {
  const { verb, version, previous, image, digest, ending, rolledBack, startedAt, failures, tookOver } = record;
  const { hosts, seconds, stages } = pastRunOf(record);
  const redact = redactor(secrets);
  const clean = (text: string): string => shortened(printable(redact(text)));
  const told = failures.slice(0, mostFailures).map(({ host, title, reason }) => ({ host, title, reason: clean(reason) }));
  const kept: LedgerEntry = {
    ...{ at: new Date(startedAt).toISOString(), seconds, command: verb, version, previous, image, digest },
    ...{ ending, rolledBack, hosts, performer, run: lock.run.url, stages, failures: told },
    ...(tookOver !== undefined && { tookOver: clean(tookOver) }),
  };
  return JSON.stringify(kept);
}

/** What went wrong stands at the beginning; after it the likeliest cause, or where there is none the end. */
function shortened(text: string): string {
  if (text.length <= longestBeginning + longestEnd) return text;
  const cause = text.search(/^Likely cause: /m);
  if (cause < 0) return `${text.slice(0, longestBeginning)} [...] ${text.slice(-longestEnd)}`;
  return `${text.slice(0, Math.min(cause, longestBeginning)).trimEnd()} [...]\n${text.slice(cause, cause + longestEnd)}`;
}

export interface Ledger {
  /** The newest first. */
  readonly entries: readonly LedgerEntry[];
  /** How many lines are none that we know. */
  readonly unreadable: number;
}

/** Read what is kept; a damaged line takes no other with it. */
export function readLedger(text: string): Ledger {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const entries = lines.flatMap((line) => entry.safeParse(parseJson(line)).data ?? []);
  return { entries: entries.toReversed(), unreadable: lines.length - entries.length };
}
