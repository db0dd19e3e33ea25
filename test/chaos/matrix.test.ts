import { describe, expect, it } from "vitest";
import { type Fault, nothing } from "./fault.ts";
import { type Case, chosen, matrix } from "./matrix.ts";

const boundary = { place: "server-1", title: "Boot web" };
const aFault = (over: Partial<Fault>): Fault => ({
  ...{ name: "a fault", where: "deployer", means: "", cause: nothing, heal: nothing },
  ...over,
});
const told = ({ fault, journey, moment, host }: Case): string =>
  [fault.name, journey, moment.kind === "while" ? moment.deed : moment.kind, host].join(" ");
const casesOf = (...faults: readonly Fault[]): readonly Case[] =>
  matrix({ journeys: new Map([["deploy", [boundary]] as const, ["rollback", [boundary]] as const]), faults, hosts: 2 });

describe("the matrix", () => {
  it("has each fault at each boundary of each journey, and in the middle of what each server does", () => {
    const [none, ...cases] = casesOf(aFault({ name: "kill" })).map(told);
    expect(none).toBe("kill deploy start 0");
    expect(cases).toEqual([
      ...["kill deploy after 0", "kill deploy pulls 0", "kill deploy pulls 1", "kill deploy boots 0", "kill deploy boots 1"],
      ...["kill deploy moves traffic 0", "kill deploy moves traffic 1", "kill deploy stops 0", "kill deploy stops 1"],
      ...["kill rollback start 0", "kill rollback after 0", "kill rollback boots 0", "kill rollback boots 1"],
      ...["kill rollback moves traffic 0", "kill rollback moves traffic 1", "kill rollback stops 0", "kill rollback stops 1"],
    ]);
  });

  it("has what happens to a server once for each server", () => {
    const fault = aFault({ name: "reboot", where: "server", comes: "at the start", journeys: ["deploy"] });
    expect(casesOf(fault).map(told)).toEqual(["reboot deploy start 0", "reboot deploy start 1"]);
  });

  it("leaves out moments and journeys that make no difference to a fault", () => {
    const fault = aFault({ name: "cancel", comes: "under way", journeys: ["rollback"] });
    expect(casesOf(fault).map(told)).not.toContainEqual(expect.stringMatching(/start|deploy/));
  });
});

describe("the choice of cases", () => {
  const cases = casesOf(aFault({ name: "one" }), aFault({ name: "two" }), aFault({ name: "three" }));
  const choose = (seed: number, count: number): readonly string[] => chosen(cases, { seed, count }).map(told);

  it("is the same for the same seed, and another for another", () => {
    expect(choose(7, 12)).toEqual(choose(7, 12));
    expect(choose(7, 12)).not.toEqual(choose(8, 12));
  });

  it("of a few is the beginning of that of many", () => {
    expect(choose(7, 12).slice(0, 5)).toEqual(choose(7, 5));
  });

  it("goes on where another one ended", () => {
    const late = chosen(cases, { seed: 7, from: 6, count: 3 }).map(told);
    expect(late).toEqual(choose(7, 8).slice(5));
  });

  it("has every fault once before one comes again, and no case twice", () => {
    const names = chosen(cases, { seed: 3, count: 6 }).map(({ fault }) => fault.name);
    expect(names.slice(0, 3).toSorted()).toEqual(["one", "three", "two"]);
    expect(names.slice(3)).toEqual(names.slice(0, 3));
    expect(new Set(choose(3, cases.length)).size).toBe(cases.length);
  });

  it("ends where there are no more cases", () => {
    expect(choose(1, cases.length + 10)).toHaveLength(cases.length);
    expect(chosen([], { seed: 1, count: 5 })).toEqual([]);
  });
});
