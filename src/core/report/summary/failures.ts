import { alikeFailures, containerTitle, type Failure } from "../failures.ts";
import { block, code, folded, text } from "../markdown.ts";
import type { RunRecord } from "../record.ts";
import { withShortCommits } from "../short-commits.ts";

const mostFailures = 20;
const mostInterrupted = 100;

/** What failed, where and why. Several hosts that say the same of the same step are told of together. */
export function failureList({ failures }: RunRecord): string[] {
  const alike = alikeFailures(failures);
  const more = alike.slice(mostFailures).flat().length;
  return [
    ...alike.slice(0, mostFailures).flatMap(([first, ...others]) => (first ? [section(first, others)] : [])),
    ...(more > 0 ? [`And ${more} more failures, which the log shows.`] : []),
  ];
}

function section({ host, title, reason, container }: Failure, others: readonly Failure[]): string {
  const also = others.length > 0 ? ` and ${others.length} more` : "";
  const hosts =
    others.length > 0
      ? [
          `The same on ${others
            .slice(0, mostInterrupted)
            .map(({ host }) => code(host))
            .join(", ")}.`,
        ]
      : [];
  const log = container === undefined ? [] : [folded(`${containerTitle} on ${code(host)}`, block(container))];
  return [`### ${text(withShortCommits(title))} on ${code(host)}${also}`, block(reason), ...log, ...hosts].join("\n\n");
}

/** What was under way when the run was cancelled; there is nothing to say of it but that. */
export function interruptedList({ steps }: RunRecord): string[] {
  const cancelled = steps.filter(({ ending }) => ending === "cancelled");
  if (cancelled.length === 0) return [];
  const lines = cancelled
    .slice(0, mostInterrupted)
    .map(({ title, place }) => `- ${text(withShortCommits(title))} on ${code(place)}`);
  const more = cancelled.length > mostInterrupted ? [`- and ${cancelled.length - mostInterrupted} more`] : [];
  return [["### Interrupted", "", ...lines, ...more].join("\n")];
}
