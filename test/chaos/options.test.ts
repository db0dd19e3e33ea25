import { describe, expect, it } from "vitest";
import { faults } from "./faults.ts";
import { journeyNames } from "./journey.ts";
import { readOptions } from "./options.ts";

describe("the options of the chaos test", () => {
  it("are twenty cases of all that there is, in an hour at most", () => {
    const usual = { seed: 1, from: 1, count: 20, minutes: 60, lab: "chaos", proxy: "kamal-proxy", at: [], verbose: false };
    expect(readOptions([])).toEqual({ ...usual, faults, journeys: journeyNames });
  });

  it("choose a fault by its name, and all faults of a place by that", () => {
    const { faults: chosen, journeys } = readOptions(["--only", "kill", "--only", "registry"]);
    expect(chosen.map(({ name }) => name)).toEqual([
      "kill",
      "registry-down",
      "registry-silent",
      "image-missing",
      "image-swapped",
      "wrong-password",
    ]);
    expect(journeys).toBe(journeyNames);
  });

  it("choose journeys, with every fault", () => {
    const { faults: chosen, journeys } = readOptions(["--only", "rollback"]);
    expect(journeys).toEqual(["rollback"]);
    expect(chosen).toBe(faults);
  });

  it.each([
    { args: ["--only", "earthquake"], complaint: 'There is no "earthquake"' },
    { args: ["--count", "0"], complaint: '"0" is no whole number of 1 or more' },
    { args: ["--seed", ""], complaint: '"" is no whole number of 1 or more' },
    { args: ["--proxy", "nginx"], complaint: 'There is no proxy "nginx"' },
    { args: ["--fast"], complaint: "Unknown option '--fast'" },
  ])("refuse $args", ({ args, complaint }) => {
    expect(() => readOptions(args)).toThrow(complaint);
  });
});

describe("the faults", () => {
  it("have names of their own, which are no place's and no journey's", () => {
    const names = [...faults.flatMap(({ name, where }) => [name, where]), ...journeyNames];
    const owners = faults.filter(({ name }) => names.filter((each) => each === name).length > 1);
    expect(owners).toEqual([]);
  });
});
