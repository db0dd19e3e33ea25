import type { Changes, Commit } from "../changes.ts";
import { counted } from "../counting.ts";
import { code, link, text } from "../markdown.ts";
import type { RunRecord } from "../record.ts";
import { withShortCommits } from "../short-commits.ts";

const most = 20;

/** What the run brought, or would have: the newest commit first. */
export function changeList({ direction, commits, total, url }: Changes, { previous, version, ending }: RunRecord): string[] {
  if (total === 0 || previous === undefined) return [];
  const shown = commits.toReversed().slice(0, most).map(line);
  const count = counted(total, "commit");
  const comparison = url === undefined ? count : link(count, url);
  const side = direction === "new" ? `since ${named(previous)}` : `back to ${named(version)}`;
  const rest = total > shown.length ? [`- and ${total - shown.length} more`] : [];
  return [
    [headings[direction][ending === "succeeded" ? "done" : "not done"], "", `${comparison} ${side}:`, "", ...shown, ...rest].join(
      "\n",
    ),
  ];
}

const named = (version: string): string => code(withShortCommits(version));

const headings = {
  new: { done: "### What is new", "not done": "### What would have been new" },
  "taken back": { done: "### What was taken back", "not done": "### What would have been taken back" },
} as const;

function line({ sha, title, author, url }: Commit): string {
  const commit = code(sha.slice(0, 7));
  return `- ${url === undefined ? commit : link(commit, url)} ${text(title.slice(0, 200))}${author === "" ? "" : ` — ${text(author)}`}`;
}
