import { describe, expect, it } from "vitest";
import { readScalar, Timestamp } from "../../../src/core/config/yaml/scalar.ts";
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

  it.each(["2024-01-01", "2024-1-1", "2024-01-01 10:00:00", "2024-01-01T10:00:00Z"])("%s is a point in time", (source) => {
    expect(readScalar(source)).toEqual(new Timestamp(source));
  });
});

describe("a file of YAML", () => {
  it.each([
    ["a tab", "service: a\n\timage: b", "2:1 is indented with a tab"],
    [
      "an unclosed list",
      "servers: [1.1.1.1\nimage: b",
      "2:1 flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    ["an unclosed quote", 'service: "a\n', "2:1 a quote before this place is not closed"],
    ["two colons", "service: a: b", "1:10 two keys on one line, or a line that is indented too far"],
    ["a value that starts with @", "service: @a", "1:10 plain value cannot start with reserved character @"],
    ["the same key twice", "service: a\nimage: b\nservice: c", "3:1 the key service stands twice, first on line 1"],
    ["nothing", "", "1:1 is empty"],
    ["only comments", "# nothing yet\n", "1:1 is empty"],
    ["an empty document", "---\n", "1:1 is empty"],
    ["a list", "- service: a", "1:1 holds a list, where keys such as `service:` should be"],
    ["a sentence", "hello there", "1:1 holds a single value, where keys such as `service:` should be"],
    ["a null byte", "service: a\0b", "1:11 holds a control character, which YAML does not allow"],
    ["an unknown alias", "service: *a", "1:10 service: there is no anchor &a before this alias"],
    ["an alias of itself", "x-a: &a [*a]", "1:10 x-a/0: there is no anchor &a before this alias"],
    ["a Ruby object", "service: !ruby/object:Gem {}", "1:27 service: the tag !ruby/object:Gem is not supported"],
    ["a list as key", "? [a]\n: b", "1:3 a key should be a single value"],
    ["a value in braces", "service: {{ name }}", "1:11 service: a key should be a single value"],
    ["a merge of text", "x-a: &a b\nenv:\n  <<: *a", "3:7 env: << needs a map, or a list of maps, to merge"],
    ["a prototype as key", "__proto__: {a: b}", "1:1 __proto__ cannot be a key"],
  ])("is refused, pointing at the place, when it holds %s", (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it("is refused without delay when its aliases stand for billions of values", () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `x-${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(", ")}]`,
    );
    expect(problemsOf(deployYml(["x-0: &a0 [lol]", ...levels].join("\n")))).toEqual([
      "1:1 stands for more than 200000 values once its aliases are written out",
    ]);
  });

  it.each([
    ["lists", "[", "]"],
    ["hashes", "{a: ", "}"],
  ])("is refused when its %s are nested without end", (_, open, close) => {
    const [problem = ""] = problemsOf(`x-a: ${open.repeat(20_000)}${close.repeat(20_000)}`);
    expect(problem).toMatch(/^1:\d+ (x-a.*: )?is nested too deeply$/);
  });

  it("counts columns the same with Windows line ends and a byte order mark", () => {
    expect(problemsOf(deployYml("volumes: a\r\nlabels: b"))).toEqual([
      "1:10 volumes: should be an array",
      "2:9 labels: should be a hash",
    ]);
    expect(problemsOf(`\uFEFF${deployYml("")}`)).toEqual([]);
  });

  it("means its first document only, as in Ruby", () => {
    expect(problemsOf(`${deployYml("")}---\nnot: read\n`)).toEqual([]);
  });

  it("follows anchors, aliases and merge keys", () => {
    const text = deployYml("x-env: &shared {A: 1, B: 1}\nenv:\n  clear:\n    <<: *shared\n    B: 2");
    expect(parse(text)).toMatchObject({ config: { roles: [{ env: { clear: { A: "1", B: "2" } } }] } });
  });

  it("merges keys where << stands, so that those above it are overwritten, as in Ruby", () => {
    const text = deployYml("x-env: &shared {A: 1}\nenv:\n  clear:\n    A: 2\n    <<: *shared");
    expect(parse(text)).toMatchObject({ config: { roles: [{ env: { clear: { A: "1" } } }] } });
  });

  it("lets the first of a list of merged maps win", () => {
    const text = deployYml("x-a: &a {A: 1}\nx-b: &b {A: 2, B: 2}\nenv:\n  clear:\n    <<: [*a, *b]");
    expect(parse(text)).toMatchObject({ config: { roles: [{ env: { clear: { A: "1", B: "2" } } }] } });
  });

  it("warns of a key that YAML reads as true or false", () => {
    const parsed = parse(deployYml("env:\n  clear:\n    NO: 1"));
    expect(parsed).toMatchObject({
      warnings: [{ line: 3, column: 5, message: "YAML reads the key NO as false", hint: 'Write "NO" to keep it.' }],
    });
  });

  it("keeps quoted values as they are", () => {
    const text = deployYml(`env: {A: "yes", B: '012', C: !!str 1.0}`);
    expect(parse(text)).toMatchObject({ config: { roles: [{ env: { clear: { A: "yes", B: "012", C: "1.0" } } }] } });
  });
});
