import { expect, it } from "vitest";
import { inert, inertJson, printable, printableInColour, printableJson } from "../../../src/core/report/printable.ts";
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

it("keeps JSON what it is, and a runner from obeying it", () => {
  const value = { log: "::error::a\n##[error]b\r::group::c", steered: "\x1b[2J\x9b2J\u202e", list: ["##[add-mask]e", "::[1]"] };
  const log = new JobLog();
  for (const line of inertJson(value).split("\n")) log.hear(line);
  expect(log).toMatchObject({ remarks: [], masks: [], groups: [], faults: [] });
  expect(JSON.parse(inertJson(value))).toEqual(value);
  expect(printable(inertJson(value))).toBe(inertJson(value));
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

it.each([
  ["line feeds", "\n".repeat(1_000_000)],
  ["blanks", " ".repeat(1_000_000)],
  ["separators", "\u2028".repeat(1_000_000)],
  ["sequences that never end", "\x1b[1;".repeat(250_000)],
  ["titles that never end", "\x1b]0;".repeat(250_000)],
])("has done with a million %s before anybody would give up", (_, text) => {
  for (const shown of [printable, printableInColour, inert]) expect(shown(`a${text}b`).startsWith("a")).toBe(true);
});

it("writes JSON that steers nothing, and says the same to programs", () => {
  const value = { text: "a\x1b[2J\x9b2J\u202e\x7f\nb", list: ["é日本"] };
  const json = printableJson(value);
  expect(JSON.parse(json)).toEqual(value);
  expect(json).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
  expect(json).toContain("é日本");
});
