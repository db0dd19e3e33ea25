import type { SourceFile } from "./source.ts";
import { readYaml } from "./yaml/read.ts";
import { plainValue, treeAt } from "./yaml/tree.ts";

/**
 * The aliases of files that may not be complete by themselves: an alias can be what names the destination that completes them.
 * The later file wins.
 */
export function aliasesIn(files: readonly SourceFile[]): Readonly<Record<string, string>> {
  const entries = files.flatMap((file) => {
    const reading = readYaml(file);
    const found = "tree" in reading ? treeAt(reading.tree, ["aliases"]) : undefined;
    const value = found && plainValue(found);
    return typeof value === "object" && value !== null ? Object.entries(value) : [];
  });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
