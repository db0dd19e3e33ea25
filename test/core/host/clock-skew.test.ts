import { describe, expect, it } from "vitest";
import { clockSkews } from "../../../src/core/host/clock-skew.ts";
import { ended } from "../report/run.ts";

const look = (output: string, stage: "look" | "act" = "look") =>
  ended("look 1.1.1.1", stage, "Look at what runs", { from: 0, to: 90, output });
const began = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000;
const told = (offset: number): string[] =>
  clockSkews([look(`clock ${began + offset}\n`)]).map(({ host, text }) => `${host}: ${text}`);

describe("a server's clock", () => {
  it.each([-30, 0, 45, 90, 120])("is right as far as anybody can tell, %d s after the question was put", (offset) => {
    expect(told(offset)).toEqual([]);
  });

  it.each([
    [-200, "3 min behind"],
    [90 + 7200, "2 h ahead of"],
  ])("is complained of where it is off: %d s after the question was put", (offset, words) => {
    expect(told(offset)).toEqual([
      `1.1.1.1: Its clock is ${words} the one here: certificates, tokens and logs go by it. Is time kept in step there?`,
    ]);
  });

  it("is told by looks only", () => {
    expect(clockSkews([look("clock 5\n", "act"), look("no clock\n")])).toEqual([]);
  });
});
