import { expect, it } from "vitest";
import { explain, publicReasonOf } from "../../../src/core/report/errors.ts";
import { Refusal } from "../../../src/core/report/refusal.ts";

const fromNode = (code: string) => Object.assign(new Error(`${code}: as Node says it, open '/key'`), { code, path: "/key" });

it.each([
  ["ENOENT", "ERROR: There is no /key"],
  ["EACCES", "ERROR: The user who runs this may not open /key"],
  ["EISDIR", "ERROR: EISDIR: as Node says it, open '/key'"],
])("the operating system's %s is told in words", (code, told) => {
  expect(explain(fromNode(code))).toBe(told);
});

it("to everybody is told what was foreseen, and of a fault no more than that it is one", () => {
  expect(publicReasonOf(new Refusal(["One is missing", "Another as well"]))).toBe("One is missing\nAnother as well");
  expect(publicReasonOf(fromNode("ENOENT"))).toBe("There is no /key");
  const fault = publicReasonOf(new TypeError("x is not a function"));
  expect(fault).toBe("This is a fault in Landfall, please report it. The log of the run says more.");
});

it.each([
  ["an error that was foreseen", Object.assign(new Error("eve \x1b[2Jsaid\x9b2J"), { name: "ServerFailure" })],
  ["one that nobody foresaw", new Error("eve \x1b[2Jsaid\x9b2J")],
  ["what is no error at all", "eve \x1b[2Jsaid\x9b2J"],
])("%s steers no terminal by what a server said", (_, error) => {
  expect(explain(error)).toContain("eve said2J");
});
