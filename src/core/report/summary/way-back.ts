import { isSameSight, isSplit } from "../fates.ts";
import { code, fence, folded, text } from "../markdown.ts";
import type { RunRecord } from "../record.ts";
import { rollbackCommand } from "../rollback-command.ts";
import { withShortCommits } from "../short-commits.ts";

const mostVersions = 20;

/** How to make another version live, and which ones can be; nothing where the old one serves as before. */
export function wayBack({ verb, previous, version, destination, preview, ending, fates, versions }: RunRecord): string[] {
  const changed = fates.some(({ before, now, uncertain }) => uncertain || !isSameSight(before, now));
  if (previous === undefined || previous === version || !changed) return [];
  const command = (to: string): string => rollbackCommand(to, { destination, preview });
  const heading = ending === "succeeded" ? "### To go back" : "### To make the old version live by hand";
  const again = `To make ${code(withShortCommits(version))} live on the others, run the ${text(verb)} again. To go back everywhere:`;
  const isPartly = ending !== "succeeded" && isSplit(fates, version);
  const others = versions.filter((each) => each !== previous && each !== version).slice(0, mostVersions);
  const more = folded("Other versions that every host still has", fence(others.map(command), "sh"));
  return [
    [heading, ...(isPartly ? [again] : []), fence([command(previous)], "sh"), ...(others.length > 0 ? [more] : [])].join("\n\n"),
  ];
}
