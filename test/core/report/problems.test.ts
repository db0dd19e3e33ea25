import { expect, it } from "vitest";
import type { Problem } from "../../../src/core/config/problem.ts";
import { describeProblems } from "../../../src/core/report/problems.ts";

const aProblem = (overrides: Partial<Problem>): Problem => ({
  file: "deploy.yml",
  line: 1,
  column: 1,
  path: "a/b",
  message: "is wrong",
  ...overrides,
});
const describe = (overrides: Partial<Problem>, text: string) =>
  describeProblems([aProblem(overrides)], new Map([["deploy.yml", text]]));

it("shows the place, the line with a caret, and the hint", () => {
  expect(describe({ line: 2, column: 4, hint: "Do better." }, "one\ntwo: x\nthree")).toBe(
    `deploy.yml:2:4  a/b: is wrong
  2 | two: x
    |    ^
  hint: Do better.`,
  );
});

it("leaves the line out when there is no text to show", () => {
  expect(describeProblems([aProblem({})], new Map())).toBe("deploy.yml:1:1  a/b: is wrong");
  expect(describe({ line: 9 }, "one")).toBe("deploy.yml:1:1  a/b: is wrong".replace(":1:", ":9:"));
});

it("leaves the path out for the whole file", () => {
  expect(describe({ path: "" }, "")).toBe("deploy.yml:1:1  is wrong");
});

it("keeps tabs, so that the caret stands under its column", () => {
  expect(describe({ column: 3 }, "\ta: b")).toBe("deploy.yml:1:3  a/b: is wrong\n  1 | \ta: b\n    | \t ^");
});

it("cuts a long line around the column", () => {
  const [, line = "", caret = ""] = describe({ column: 501 }, `${"x".repeat(500)}Y${"z".repeat(500)}`).split("\n");
  expect(line.length).toBeLessThan(140);
  expect(line[caret.indexOf("^")]).toBe("Y");
});

it("shows what steers a terminal as one strange character, so that the caret stands under its column", () => {
  expect(describe({ column: 9 }, "a: \x1b[31mX")).toBe("deploy.yml:1:9  a/b: is wrong\n  1 | a: \ufffd[31mX\n    |         ^");
  expect(describe({ message: "unknown key: \x1b[31mX", hint: "\x1b]0;X\x07Y" }, "")).toBe(
    "deploy.yml:1:1  a/b: unknown key: X\n  hint: Y",
  );
});
