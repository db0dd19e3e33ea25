import { expect, it } from "vitest";
import { median } from "./statistics.ts";

it("takes the middle one", () => {
  expect(median([10, 9, 100])).toBe(10);
});

it("goes between the middle two", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

it("knows no middle of nothing", () => {
  expect(() => median([])).toThrow("There is no median of nothing");
});
