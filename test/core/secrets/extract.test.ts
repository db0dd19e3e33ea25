import { expect, it } from "vitest";
import { extractSecret, fetchedJson } from "../../../src/core/secrets/extract.ts";

it.each([
  ["its full name", "v/i/A", '{"v/i/A":"1"}', "1"],
  ["the end of its name", "A", '{"v/i/A":"1"}', "1"],
  ["several parts of the end", "i/A", '{"v/i/A":"1"}', "1"],
  ["its full name, though another ends like it", "A", '{"v/A":"1","A":"2"}', "2"],
  ["the first name of those that end like it", "A", '{"w/A":"1","v/A":"2"}', "1"],
  ["its full name where that holds an empty text", "A", '{"v/A":"1","A":""}', ""],
  ["another name where the full one holds nothing", "A", '{"v/A":"1","A":null}', "1"],
])("a secret is found by %s", (_, name, fetched, value) => {
  expect(extractSecret(name, fetched)).toBe(value);
});

it.each([
  ["1.0", "1.0"],
  ["12345678901234567890", "12345678901234567890"],
  ["true", "true"],
  ['["a",1]', '["a",1]'],
])("what is no text comes as it was written: %s", (json, value) => {
  expect(extractSecret("A", `{"A":${json}}`)).toBe(value);
});

it("a secret that is not there is told with the names that are", () => {
  expect(() => extractSecret("A", '{"v/B":"hunter2","vA":"hunter3"}')).toThrow(
    /^Could not find secret A: fetched were v\/B, vA$/,
  );
  expect(() => extractSecret("A", "{}")).toThrow("Could not find secret A: nothing was fetched");
});

it.each([
  ["no JSON", "hunter2"],
  ["an array", '["hunter2"]'],
  ["a text", '"hunter2"'],
])("%s is refused without being shown", (_, fetched) => {
  expect(() => extractSecret("A", fetched)).toThrow(/^what is to be extracted from is no JSON object(?!.*hunter2)/);
});

it("escapes that quotes have kept are told", () => {
  expect(() => extractSecret("A", '\\{"A":"1"\\}')).toThrow(/without quotes/);
});

it("what was fetched keeps its order, and every character", () => {
  const values = new Map([
    ["v/2", 'a"b\\\n'],
    ["1", "é$"],
  ]);
  expect(fetchedJson(values)).toBe('{"v/2":"a\\"b\\\\\\n","1":"é$"}');
  expect(extractSecret("2", fetchedJson(values))).toBe('a"b\\\n');
});
