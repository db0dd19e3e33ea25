import { describe, expect, it } from "vitest";
import { readYaml } from "../../../src/core/config/yaml/read.ts";
import { printedScalar, readScalar } from "../../../src/core/config/yaml/scalar.ts";
import { plainValue } from "../../../src/core/config/yaml/tree.ts";
import { deployYml, parse, problemsOf } from "./deploy-yml.ts";

/** What Ruby's own Psych makes of these, asked of it; floats that JavaScript prints otherwise are kept as Ruby's text. */
const scalars: readonly (readonly [string, unknown])[] = [
  ["", null],
  ["~", null],
  ["Null", null],
  ["yes", true],
  ["On", true],
  ["OFF", false],
  ["y", "y"],
  ["n", "n"],
  ["012", 10],
  ["-012", -10],
  ["09", "09"],
  ["0o14", "0o14"],
  ["0x1F", 31],
  ["0X1F", "0X1F"],
  ["0b101", 5],
  ["1_000", 1000],
  ["1,000", 1000],
  ["1__0", "1__0"],
  ["12345678901234567890", "12345678901234567890"],
  ["1.0", "1.0"],
  ["1.", "1.0"],
  ["1.50", 1.5],
  [".5", 0.5],
  ["-.5", -0.5],
  ["1e5", "1e5"],
  ["1.0e+20", "1.0e+20"],
  ["1.5e-7", "1.5e-07"],
  ["-0.0", "-0.0"],
  [".inf", "Infinity"],
  [".NaN", "NaN"],
  ["22:22", 80_520],
  ["1:30:00", 5400],
  ["1:30:00.5", "5400.5"],
  ["8080:80", "8080:80"],
  ["8080:22", 29_089_320],
  ["3306:3306", "3306:3306"],
  [":verbose", "verbose"],
  [":'a b'", "a b"],
  [":", ":"],
  ["1.1.1.1", "1.1.1.1"],
  ["2024-13-01", "2024-13-01"],
  ["2024-02-31", "2024-02-31"],
  ["25%", "25%"],
  ["-", "-"],
];

describe("an unquoted scalar is read as Ruby reads it:", () => {
  it.each(scalars)("%s", (source, value) => {
    expect(readScalar(source)).toBe(value);
  });

  it.each([
    ["2024-01-01", "2024-01-01"],
    ["2024-1-1", "2024-01-01"],
    ["2024-01-01 10:00:00", "2024-01-01 10:00:00 +0000"],
    ["2024-01-01t1:00:00.5", "2024-01-01 01:00:00 +0000"],
    ["2024-01-01T10:00:00Z", "2024-01-01 10:00:00 UTC"],
    ["2024-01-01 10:00:00 -5", "2024-01-01 10:00:00 -0500"],
    ["2024-01-01 10:00:00 +05:30", "2024-01-01 10:00:00 +0530"],
  ])("%s is a point in time", (source, printed) => {
    const value = readScalar(source);
    expect(value).toBeTypeOf("symbol");
    expect(printedScalar(value)).toBe(printed);
  });

  it.each(["2024-13-01", "2024-0-1", "2024-02-31", "2024-01-01 25:00:00", "2024-13-01 10:00:00"])("%s is text", (source) => {
    expect(readScalar(source)).toBe(source);
  });
});

it("prints dates and times as Ruby does where any value will do", () => {
  const text = deployYml(`builder: {arch: amd64, args: {DAY: 2024-1-5, AT: 2024-01-05 10:00:00 Z}}
servers: {web: {hosts: [h], options: {a: 2024-01-05, b: [2024-01-06]}}}
logging: {options: {since: 2024-01-07}}`);
  expect(parse(text)).toMatchObject({
    config: {
      builder: { args: { DAY: "2024-01-05", AT: "2024-01-05 10:00:00 UTC" } },
      roles: [{ options: { a: "2024-01-05", b: ["2024-01-06"] }, logging: { options: { since: "2024-01-07" } } }],
    },
  });
});

/** As Psych makes of `a: ...`, asked of it. */
describe("a value with a tag is read as Ruby reads it:", () => {
  it.each([
    ["!!str 5", "5"],
    ["! '5'", 5],
    ["!", null],
    ["!!int '012'", 10],
    ["!!bool 'yes'", true],
    ["!!float 5", "5.0"],
    ["!!binary aGk=", "hi"],
    ["!unknown 5", 5],
    ["!ruby/symbol quiet", "quiet"],
    ["!!null x", "x"],
  ])("%s", (text, value) => {
    const reading = readYaml({ path: "deploy.yml", text: `a: ${text}` });
    expect("tree" in reading && plainValue(reading.tree)).toEqual({ a: value });
  });

  it.each([
    ["!!set {a}", { a: null }],
    ["!unknown [a]", ["a"]],
    ["!!map {a: b}", { a: "b" }],
  ])("%s", (text, value) => {
    const reading = readYaml({ path: "deploy.yml", text: `a: ${text}` });
    expect("tree" in reading && plainValue(reading.tree)).toEqual({ a: value });
  });
});

/** As Ruby reads them, and the library does not. */
describe("lines of one value may start further left than its key:", () => {
  it.each([
    ["a list", "volumes: [\na:/a,\nb:/b\n]", { volumes: ["a:/a", "b:/b"] }],
    ["a list in a hash", "ssh:\n  keys: [\n  a,\n  b\n  ]", { ssh: { keys: ["a", "b"] } }],
    ["a hash", "env: {\nA: 1,\nB: 2}", { roles: [{ env: { clear: { A: "1", B: "2" } } }] }],
    ["a list in a file from Windows", "volumes: [\r\na:/a,\r\n\r\nb:/b\r\n]", { volumes: ["a:/a", "b:/b"] }],
    ["a quoted text", 'hooks_path: "a\nb"', { hooksPath: "a b" }],
    ["a comment without a space", "volumes: [a:/a]#b", { volumes: ["a:/a"] }],
  ])("%s", (_, lines, config) => {
    expect(problemsOf(deployYml(lines))).toEqual([]);
    expect(parse(deployYml(lines))).toMatchObject({ config });
  });

  it("and problems after them point into the text as it stands", () => {
    expect(problemsOf(deployYml("ssh:\n  keys: [\n  a,\n  [b]]\nvolumes: x"))).toEqual([
      "4:3 ssh/keys/1: should be a string",
      "5:10 volumes: should be an array",
    ]);
  });
});
