import { expect, it } from "vitest";
import type { Changes } from "../../../../src/core/report/changes.ts";
import { changeList } from "../../../../src/core/report/summary/changes.ts";
import { aRecord } from "../record.ts";

const changes = (count: number, over: Partial<Changes> = {}): Changes => ({
  ...{ direction: "new", total: count, url: "https://github.com/acme/app/compare/1...2" },
  commits: Array.from({ length: Math.min(count, 250) }, (_, index) => ({
    sha: `${index}`.padStart(40, "0"),
    title: `Change ${index}`,
    author: "ann",
  })),
  ...over,
});
const lines = (of: Changes, over: Parameters<typeof aRecord>[0] = {}): string[] =>
  changeList(of, aRecord(over)).flatMap((text) => text.split("\n"));

it("lists the commits, the newest first, beneath a link to all of them", () => {
  expect(lines(changes(2))).toEqual([
    ...["### What is new", ""],
    ...['<a href="https&#58;//github.com/acme/app/compare/1...2">2 commits</a> since <code>123</code>:', ""],
    ...["- <code>0000000</code> Change 1 — ann", "- <code>0000000</code> Change 0 — ann"],
  ]);
});

it("lists no more than 20, and says how many there are", () => {
  const shown = lines(changes(300));
  expect(shown).toHaveLength(4 + 20 + 1);
  expect(shown.at(-1)).toBe("- and 280 more");
});

it("says what a rollback took back, and what a failed deploy would have brought", () => {
  expect(lines(changes(1, { direction: "taken back", url: undefined })).slice(0, 3)).toEqual([
    "### What was taken back",
    "",
    "1 commit back to <code>999</code>:",
  ]);
  expect(lines(changes(1), { ending: "failed" })[0]).toBe("### What would have been new");
});

it("says nothing where there is nothing between", () => {
  expect(lines(changes(0))).toEqual([]);
});
