import { describe, expect, it } from "vitest";
import { cases } from "./case.ts";
import { readOptions } from "./options.ts";

describe("the benchmark's options", () => {
  it("are five rounds of every case, with an app that starts in 100 ms", () => {
    expect(readOptions([])).toEqual({ rounds: 5, cases, startDelay: 100, json: false });
  });

  it("choose cases by name, in the order given", () => {
    const { cases: chosen } = readOptions(["--case", "3@40", "--case", "1@0"]);
    expect(chosen.map(({ name }) => name)).toEqual(["3@40", "1@0"]);
  });

  it.each([
    { args: ["--case", "2@0"], complaint: 'There is no case "2@0"' },
    { args: ["--rounds", "0"], complaint: '"0" is no whole number of 1 or more' },
    { args: ["--rounds", "many"], complaint: '"many" is no whole number of 1 or more' },
    { args: ["--start-delay", ""], complaint: '"" is no whole number of 0 or more' },
    { args: ["--fast"], complaint: "Unknown option '--fast'" },
  ])("refuse $args", ({ args, complaint }) => {
    expect(() => readOptions(args)).toThrow(complaint);
  });
});
