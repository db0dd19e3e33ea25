import { expect, it } from "vitest";
import { duration, longTime } from "../../../src/core/report/table.ts";

it.each([
  [0, "0 s"],
  [-3, "0 s"],
  [59.4, "59 s"],
  [60, "1 min"],
  [3599, "59 min"],
  [3600, "1 h"],
  [12_000, "3 h 20 min"],
  [86_400, "1 d"],
  [100_800, "1 d 4 h"],
])("%d seconds are %s", (seconds, text) => {
  expect(longTime(seconds)).toBe(text);
});

it.each([
  [0, "0.0 s"],
  [449, "0.4 s"],
  [59_949, "59.9 s"],
  [59_950, "1 min 0 s"],
  [119_600, "2 min 0 s"],
  [3_661_000, "61 min 1 s"],
])("%d milliseconds are %s", (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
