import { expect, it } from "vitest";
import { JobLog } from "./job-log.ts";

function heard(...lines: readonly string[]): JobLog {
  const log = new JobLog();
  for (const line of lines) log.hear(line);
  log.end();
  return log;
}

it("obeys commands in both of their forms and shows everything else", () => {
  const log = heard("::error file=a.yml,line=3,col=5,title=a%3Ab::one%0Atwo", "x ##[warning]three", "::unknown::four");
  expect(log.remarks).toEqual([
    { level: "error", message: "one\ntwo", title: "a:b", file: "a.yml", line: 3, column: 5 },
    { level: "warning", message: "three", title: undefined, file: undefined, line: undefined, column: undefined },
  ]);
  expect(log.lines).toEqual(["##[error]one", "##[error]two", "##[warning]three", "::unknown::four"]);
});

it("masks what comes after a mask, and only that", () => {
  expect(heard("hunter22", "::add-mask::hunter22", "it is hunter22.").lines).toEqual(["hunter22", "it is ***."]);
});

it.each([
  [["::set-output name=x::1"], "It used the deprecated command set-output"],
  [["::group::a", "::group::b", "::endgroup::"], "The group b was started within another"],
  [["::group::a"], "The last group was not ended"],
])("objects to %j", (lines, fault) => {
  expect(heard(...lines).faults).toEqual([fault]);
});
