import { describe, expect, it } from "vitest";
import type { MigratedFile } from "../../../src/core/config/migrate/rewrite.ts";
import { lineChanges } from "../../../src/core/report/line-changes.ts";
import { describeMigration } from "../../../src/core/report/migration.ts";

const path = "config/deploy.yml";
const before = new Map([[path, "a: 1\ntraefik: {}\nb: 2\n"]]);
const changed: MigratedFile = {
  ...{ path, changed: true, text: "a: 1\nproxy: {}\nb: 2\n" },
  notes: [{ line: 2, message: "Write a hook:\n#!/bin/sh" }],
};
const unchanged: MigratedFile = { path, changed: false, text: "a: 1\n", notes: [] };

describe("a migration is described by", () => {
  it("the lines that change, with the numbers of the old ones, and what is to know of them", () => {
    const [file] = describeMigration({ files: [changed], before, written: false }).split("\n\n");
    expect(file?.split("\n")).toEqual([
      "config/deploy.yml",
      "     2 - traefik: {}",
      "       + proxy: {}",
      "  line 2: Write a hook:",
      "    #!/bin/sh",
    ]);
  });

  it("whether files were written, and what is left to do on the servers", () => {
    const shown = describeMigration({ files: [changed], before, written: false });
    expect(shown).toMatch(/Nothing is written yet: --write does it\.$/);
    expect(shown).toContain("docker rm --force traefik");
    expect(describeMigration({ files: [changed], before, written: true })).toMatch(/The files are written\.$/);
  });

  it("one sentence, when there is nothing to migrate", () => {
    expect(describeMigration({ files: [unchanged], before, written: false })).toBe(
      "There is nothing to migrate in config/deploy.yml.",
    );
  });

  it("notes alone, when they are all there is", () => {
    const files = [{ ...unchanged, notes: [{ line: 1, message: "Secrets came from .env." }] }];
    expect(describeMigration({ files, before: new Map([[path, "a: 1\n"]]), written: false })).toBe(
      "config/deploy.yml\n  line 1: Secrets came from .env.\n\nThere is nothing to migrate in config/deploy.yml.",
    );
  });
});

describe("the lines that differ", () => {
  it.each([
    ["a\nb\nc", "a\nc", ["-2 b"]],
    ["a\nc", "a\nb\nc", ["+ b"]],
    ["a\nb\nc\nd", "c\nd\na\nb", ["-1 a", "-2 b", "+ a", "+ b"]],
    ["a\r\nb", "a\nb", []],
    ["", "a", ["-1 ", "+ a"]],
  ])("between %j and %j", (old, now, expected) => {
    const shown = lineChanges(old, now).map((change) =>
      change.kind === "removed" ? `-${change.line} ${change.text}` : `+ ${change.text}`,
    );
    expect(shown).toEqual(expected);
  });
});
