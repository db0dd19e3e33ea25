import { causeIn } from "../diagnosis/cause.ts";
import { endingWords } from "./ending.ts";
import type { Ledger, LedgerEntry } from "./ledger.ts";
import { printable } from "./printable.ts";
import { withShortCommits } from "./short-commits.ts";
import { duration, table } from "./table.ts";

/** Characters of a reason that a row has room for. */
const longest = 100;

/** What became of the last deploys, for people: a row each, the newest first. */
export function describeLedger({ entries, unreadable }: Ledger): string {
  const damaged = unreadable > 0 ? [`\n${unreadable} of the lines on the server cannot be read, and are left out.`] : [];
  if (entries.length === 0) return ["No deploy is on record on the primary host.", ...damaged].join("\n");
  const head = ["BEGAN", "COMMAND", "VERSION", "BEFORE", "ENDED", "AFTER", "HOSTS", "BY", "WHY"];
  return [printable(table(head, entries.map(row))), ...damaged].join("\n");
}

/** The same for programs. */
export const ledgerJson = ({ entries, unreadable }: Ledger) => ({ deploys: entries, unreadable });

function row(entry: LedgerEntry): string[] {
  const { at, command, version, previous = "-", seconds, hosts, performer } = entry;
  const when = `${at.slice(0, 16)}Z`;
  const took = duration(seconds * 1000);
  return [when, command, version, previous, howEnded(entry), took, String(hosts), performer, why(entry)].map(withShortCommits);
}

const howEnded = ({ ending, rolledBack }: LedgerEntry): string =>
  `${endingWords[ending].replace("was ", "")}${rolledBack ? ", rolled back" : ""}`;

function why({ failures: [first], tookOver }: LedgerEntry): string {
  if (!first) return tookOver === undefined ? "" : `Took the lock over from ${tookOver}, which was cut off`;
  const [line = ""] = first.reason.split("\n");
  return `${first.host}: ${causeIn(first.reason) ?? `${first.title}: ${line}`}`.slice(0, longest);
}
