import { describe, expect, it } from "vitest";
import { keepRecord, revealRecords } from "../../../src/core/commands/ledger.ts";
import { aHome } from "../../shell/home.ts";
import { aConfig } from "../../support.ts";

const config = aConfig();
const file = ".kamal/app-deploys.jsonl";
const line = (index: number): string => JSON.stringify({ index, by: 'Ann\'s "own" $(id) %s \\n' });
const numbered = (count: number): string => Array.from({ length: count }, (_, index) => `${index}\n`).join("");

describe("keeping the record of a run", () => {
  it("begins a file that only its owner may read", async () => {
    using home = aHome();
    expect(await home.run(keepRecord(config, line(1)))).toEqual({ code: 0, output: "" });
    expect(home.read(file)).toBe(`${line(1)}\n`);
    expect(home.modeOf(file)).toBe("600");
  });

  it("keeps the last 50, the newest at the end", async () => {
    using home = aHome();
    home.write(file, numbered(60));
    await home.run(keepRecord(config, line(60)));
    const kept = home.read(file).trimEnd().split("\n");
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([50, "11", line(60)]);
  });

  it("keeps a line of its own even after one that was cut off", async () => {
    using home = aHome();
    home.write(file, '{"at":"20');
    await home.run(keepRecord(config, line(1)));
    expect(home.read(file)).toBe(`{"at":"20\n${line(1)}\n`);
  });

  it("leaves what was there as it was, and fails nothing, where it cannot be written", async () => {
    using home = aHome();
    home.write(file, `${line(1)}\n`);
    home.write(`${file}.next/a-directory`, "");
    const { code, output } = await home.run(keepRecord(config, line(2)));
    expect({ code, lastWords: output.trimEnd().split("\n").at(-1) }).toEqual({
      code: 0,
      lastWords: "No record of this run could be kept",
    });
    expect(home.read(file)).toBe(`${line(1)}\n`);
  });

  it("loses nothing where several are kept at once", async () => {
    using home = aHome();
    await Promise.all([1, 2, 3, 4, 5, 6].map((index) => home.run(keepRecord(config, line(index)))));
    expect(home.read(file).trimEnd().split("\n").toSorted()).toEqual([1, 2, 3, 4, 5, 6].map(line));
  });

  it("keeps destinations apart", async () => {
    using home = aHome();
    await home.run(keepRecord(aConfig({ destination: "staging" }), line(1)));
    expect(home.has(".kamal/app-staging-deploys.jsonl")).toBe(true);
    expect(home.has(file)).toBe(false);
  });
});

describe("reading what is on record", () => {
  it("finds what was kept", async () => {
    using home = aHome();
    await home.run(keepRecord(config, line(1)));
    expect(await home.run(revealRecords(config))).toEqual({ code: 0, output: `${line(1)}\n` });
  });

  it("finds nothing, and is no failure, where nothing was", async () => {
    using home = aHome();
    expect(await home.run(revealRecords(config))).toEqual({ code: 0, output: "" });
  });
});
