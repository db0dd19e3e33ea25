import { describe, expect, it } from "vitest";
import { applyChange } from "../../../src/core/config/yaml/edit/apply.ts";
import type { Change } from "../../../src/core/config/yaml/edit/change.ts";

const placement = { new: { before: ["old"], after: "first" } };
const change = (text: string, change: Change): string | undefined => applyChange(text, change, placement);
const set = (path: string, value: string | number | boolean | readonly string[]): Change => ({
  ...{ kind: "set", path: path.split("/"), value },
});
const remove = (path: string): Change => ({ kind: "remove", path: path.split("/") });

describe("a value is set", () => {
  it.each([
    ["in the place of another one, whose comment stays", "a: 1 # one\nb: 2\n", set("a", 3), "a: 3 # one\nb: 2\n"],
    ["where a map was", "a:\n  b: 1\n  c: 2\nd: 3\n", set("a", "x"), "a: x\nd: 3\n"],
    ["where nothing was", "a:\nb: 2\n", set("a", true), "a: true\nb: 2\n"],
    ["under a key that held a single value", "a: true\nb: 2\n", set("a/b", 1), "a:\n  b: 1\nb: 2\n"],
    ["at the end of its map", "a:\n  b: 1 # one\nc: 2\n", set("a/d", 3), "a:\n  b: 1 # one\n  d: 3\nc: 2\n"],
    ["at the end of a file without a line break", "a: 1", set("b", 2), "a: 1\nb: 2\n"],
    ["with the indentation of the file", "a:\n    b: 1\n", set("c/d/e", 2), "a:\n    b: 1\nc:\n    d:\n        e: 2\n"],
    ["before what it replaces, under its comment", "# old\nold: 1\n", set("new", 2), "# old\nnew: 2\nold: 1\n"],
    ["behind what it follows", "first:\n  - 1\n  # - 2\nlast: 3\n", set("new", 2), "first:\n  - 1\n  # - 2\nnew: 2\nlast: 3\n"],
    ["apart, where the others are", "first: 1\n\nlast: 3\n", set("new", 2), "first: 1\n\nnew: 2\n\nlast: 3\n"],
    ["in braces", "a: {b: 1}\n", set("a/c", ["x", "y"]), "a: {b: 1, c: [x, y]}\n"],
    ["in empty braces", "a: {}\n", set("a/c/d", 1), "a: {c: { d: 1 }}\n"],
    ["as a list", "a: 1\n", set("b", ["x", "y"]), "a: 1\nb:\n  - x\n  - y\n"],
    ["with the line breaks of Windows", "a: 1\r\n", set("b/c", 2), "a: 1\r\nb:\r\n  c: 2\r\n"],
  ])("%s", (_, text, what, expected) => {
    expect(change(text, what)).toBe(expected);
  });

  it.each(["yes", "80", "a: b", "# a", "'a'", "", "12:30", "*.a", "@a", "a ", "2024-01-01"])(
    "in quotes, for text such as %j",
    (text) => {
      expect(change("a: 1\n", set("a", text))).toBe(`a: '${text.replaceAll("'", "''")}'\n`);
    },
  );

  it("but not below an alias or a list", () => {
    expect(change("x: &x {a: 1}\na: *x\n", set("a/b", 1))).toBeUndefined();
    expect(change("a: [1]\n", set("a/b", 1))).toBeUndefined();
  });
});

describe("a key is removed", () => {
  it.each([
    ["with its lines, and the comments in it", "a: 1\nb:\n  c: 1\n  # deep\n# next\nd: 2\n", remove("b"), "a: 1\n# next\nd: 2\n"],
    ["with one of the blank lines around it", "a: 1\n\nb: 2\n\nc: 3\n", remove("b"), "a: 1\n\nc: 3\n"],
    ["at the end, with the blank line above", "a: 1\n\nb: 2\n", remove("b"), "a: 1\n"],
    ["with a map that would be empty", "a:\n  b:\n    c: 1\n  d: 2\n", remove("a/b/c"), "a:\n  d: 2\n"],
    ["from braces", "a: { b: 1, c: [1, 2], d: 3 }\n", remove("a/b"), "a: { c: [1, 2], d: 3 }\n"],
    ["with a text of several lines", "a: |\n  x\n  y\nb: 1\n", remove("a"), "b: 1\n"],
  ])("%s", (_, text, what, expected) => {
    expect(change(text, what)).toBe(expected);
  });
});

it("a key gets another name, whatever its quotes", () => {
  const rename: Change = { kind: "rename", path: ["a", "b"], to: "c" };
  expect(change("a:\n  b: 1 # one\n", rename)).toBe("a:\n  c: 1 # one\n");
  expect(change("a: {'b' : 1}\n", rename)).toBe("a: {c : 1}\n");
  expect(change("a: 1\n", rename)).toBeUndefined();
});
