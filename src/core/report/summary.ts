import type { Changes } from "./changes.ts";
import { type History, usual } from "./history.ts";
import { block, code, text } from "./markdown.ts";
import type { RunRecord } from "./record.ts";
import { servingWords } from "./serving.ts";
import { withShortCommits } from "./short-commits.ts";
import { changeList } from "./summary/changes.ts";
import { failureList, interruptedList } from "./summary/failures.ts";
import { headline } from "./summary/headline.ts";
import { timeline } from "./summary/timeline.ts";
import { timeTable } from "./summary/times.ts";
import { wayBack } from "./summary/way-back.ts";
import { whereabouts } from "./summary/whereabouts.ts";

/** GitHub refuses a step's summary of more than 1 MiB altogether. */
const mostBytes = 512 * 1024;

/** What is known of a run from elsewhere. */
export interface Background {
  readonly changes?: Changes | undefined;
  /** The runs before it. */
  readonly past?: History | undefined;
}

/** A run for whoever opens its page: what came of it, what serves, what to do if it failed, what is where, how long it took. */
export function summary(record: RunRecord, { changes, past = [] }: Background = {}): string {
  const known = usual(past, record.verb);
  return fitting([
    headline(record, known),
    ...(record.ending === "succeeded" ? [] : afterwards(record)),
    ...failureList(record),
    ...interruptedList(record),
    ...wayBack(record),
    ...(changes ? changeList(changes, record) : []),
    ...whereabouts(record.fates),
    ...timeTable(record, known),
    ...timeline(record),
  ]);
}

/** An answer of a command that changes nothing. @param remarks sentences without their full stops that stand above it */
export const answerSummary = (command: string, answer: string, remarks: readonly string[] = []): string =>
  fitting([`## ${code(`landfall ${command}`)}`, ...remarks.map(emphasized), block(answer, 60_000)]);

/** Of a command that was not carried out, or not to its end. Its arguments are left out: a summary is not masked. */
export function failureSummary(command: string, reason: string): string {
  const [noun = "", verb = ""] = command.trim().split(/\s+/);
  const names = [noun, verb].filter((word) => /^[a-z][a-z_-]*$/.test(word));
  return fitting([`## ❌ ${code(["landfall", ...names].join(" "))}`, block(reason, 60_000)]);
}

function afterwards({ fates, booted, version, rolledBack, lockLeft }: RunRecord): string[] {
  const now = fates.length > 0 ? [servingWords({ fates, booted, version })] : [];
  const state = rolledBack ? [["It went back by itself", ...now].join(". ")] : now;
  return [...state, ...(lockLeft === undefined ? [] : [lockLeft])].map(emphasized);
}

const emphasized = (sentence: string): string => `**${text(withShortCommits(sentence))}.**`;

/** As many sections as fit, whole ones only: each is complete, so nothing is left open. */
function fitting(sections: readonly string[]): string {
  const encoder = new TextEncoder();
  let left = mostBytes;
  const kept = sections.filter((section) => {
    const bytes = encoder.encode(section).length;
    if (bytes > left) return false;
    left -= bytes;
    return true;
  });
  const omitted = kept.length < sections.length ? ["Some of this is too long to be shown here; the log has it all."] : [];
  return `${[...kept, ...omitted].join("\n\n")}\n`;
}
