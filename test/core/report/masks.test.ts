import { expect, it } from "vitest";
import { masksOf } from "../../../src/core/report/masks.ts";

it("hides a text of many lines as a whole, line by line, and written on one line", () => {
  expect(masksOf("first line\nsecond line\n")).toEqual([
    "first line\nsecond line",
    "first line",
    "second line",
    "first line\\nsecond line",
  ]);
});

it("does not hide the lines that every key begins and ends with", () => {
  const masks = masksOf("-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n-----END PRIVATE KEY-----");
  expect(masks).toContain("MC4CAQAw");
  expect(masks.filter((mask) => !mask.includes("MC4CAQAw"))).toEqual([]);
});

it.each(["", "on", "443", "{\n}"])("does not hide %j, which would hide half of the log", (secret) => {
  expect(masksOf(secret).filter((mask) => mask.length < 4)).toEqual([]);
});

it("hides a short password of four characters", () => {
  expect(masksOf("p4ss")).toEqual(["p4ss"]);
});

it("hides a value as an env file says it, where that is not how JSON does", () => {
  expect(masksOf('a"b\\c\td')).toContain('a"b\\\\c\\td');
});
