import { expect, it } from "vitest";
import { explain } from "../../../src/core/report/errors.ts";

const fromNode = (code: string) => Object.assign(new Error(`${code}: as Node says it, open '/key'`), { code, path: "/key" });

it.each([
  ["ENOENT", "ERROR: There is no /key"],
  ["EACCES", "ERROR: The user who runs this may not open /key"],
  ["EISDIR", "ERROR: EISDIR: as Node says it, open '/key'"],
])("the operating system's %s is told in words", (code, told) => {
  expect(explain(fromNode(code))).toBe(told);
});
