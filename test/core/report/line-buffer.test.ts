import { expect, it } from "vitest";
import { LineBuffer } from "../../../src/core/report/line-buffer.ts";

/** The lines that each piece completes, and what is left at the end. */
function linesOf(...pieces: readonly string[]): string[][] {
  const buffer = new LineBuffer();
  return [...pieces.map((piece) => buffer.add(piece)), buffer.end()];
}

it("tells a line as soon as it is whole, and at the end what has none", () => {
  expect(linesOf("one\ntw", "o\n\nthree")).toEqual([["one"], ["two", ""], ["three"]]);
});

it("ends a line at a carriage return as well, and once where a line feed follows", () => {
  expect(linesOf("10%\r20%\r", "done\r\n", "next\r", "\nlast\r")).toEqual([["10%"], ["20%", "done"], [], ["next"], ["last"]]);
});

it("tells a line without an end in pieces", () => {
  expect(linesOf("a".repeat(90_000), "a".repeat(90_000), "b\n")).toEqual([[], ["a".repeat(180_000)], ["b"], []]);
});
