import { expect, it } from "vitest";
import { formatDuration, parseDuration } from "./proxy/duration.ts";

it.each([
  ["30s", 30_000],
  ["1m30s", 90_000],
  ["500ms", 500],
  ["1.5h", 5_400_000],
  ["250us", 0.25],
  ["-2s", -2000],
  ["0", 0],
])("a duration of %s is %d ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each(["", "s", "1", "1 s", "1x", ".s", "1s2"])("%j is no duration", (text) => {
  expect(() => parseDuration(text)).toThrow(/^time: /);
});

it.each([
  [30_000, "30s"],
  [90_000, "1m30s"],
  [3_600_000, "1h0m0s"],
  [1500, "1.5s"],
  [300, "300ms"],
  [0.25, "250µs"],
  [0, "0s"],
])("%d ms is written %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
