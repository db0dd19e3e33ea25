import { expect, it } from "vitest";
import { inert, printable, printableInColour } from "../../../src/core/report/printable.ts";
import { JobLog } from "../../action/job-log.ts";

it.each([
  ["\x1b[31mred\x1b[0m", "red"],
  ["\x1b]8;;https://evil.example\x07link\x1b]8;;\x07", "link"],
  ["\x1b]0;a title that never ends", ""],
  ["over\rwritten\r\nnext", "over\nwritten\nnext"],
  ["bell\x07 back\x08 null\x00", "bell back null"],
  ["a\u202etxt.exe", "atxt.exe"],
  ["tab\tand ümläut 🚀", "tab\tand ümläut 🚀"],
])("takes what steers a terminal out of %j", (text, shown) => {
  expect(printable(text)).toBe(shown);
});

it.each([
  "::error::made up",
  "  ::add-mask::e",
  "harmless\n\t::set-env name=PATH::/tmp",
  "\r::group::hidden",
  "\u00a0::stop-commands::x",
  "\x1b[0m::error::made up",
  "text ##[error]made up",
  "##[add-mask]e",
  ":::error::x",
])("keeps a runner from obeying %j", (text) => {
  const log = new JobLog();
  for (const line of inert(text).split("\n")) log.hear(line);
  expect(log).toMatchObject({ remarks: [], masks: [], groups: [], faults: [] });
});

it("leaves colons alone that no runner minds", () => {
  expect(inert("dial [::1]:80: a::b")).toBe("dial [::1]:80: a::b");
});

it.each([
  ["plain", "plain"],
  ["\x1b[1;31mred\x1b[0m \x1b[2Jcleared\x1b]0;title\x07", "\x1b[1;31mred\x1b[0m cleared\x1b[0m"],
  ["\x1b\x1b[31m[2J", "\x1b[31m[2J\x1b[0m"],
  ["\x9b2J\x1b[38:5:9mnine", "2J\x1b[38:5:9mnine\x1b[0m"],
])("leaves colours in %j, up to its end, and nothing else that steers a terminal", (text, shown) => {
  expect(printableInColour(text)).toBe(shown);
});
