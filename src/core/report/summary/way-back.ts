import { isSameSight } from "../fates.ts";
import { fence, folded } from "../markdown.ts";
import type { RunRecord } from "../record.ts";
import { rollbackCommand } from "../rollback-command.ts";

const mostVersions = 20;

/** How to make another version live, and which ones can be; nothing where the old one serves as before. */
export function wayBack({ previous, version, destination, preview, ending, fates, versions }: RunRecord): string[] {
  const changed = fates.some(({ before, now, uncertain }) => uncertain || !isSameSight(before, now));
  if (previous === undefined || previous === version || !changed) return [];
  const command = (to: string): string => rollbackCommand(to, { destination, preview });
  const heading = ending === "succeeded" ? "### To go back" : "### To make the old version live by hand";
  const others = versions.filter((each) => each !== previous && each !== version).slice(0, mostVersions);
  const more = folded("Other versions that every host still has", fence(others.map(command), "sh"));
  return [[heading, fence([command(previous)], "sh"), ...(others.length > 0 ? [more] : [])].join("\n\n")];
}
