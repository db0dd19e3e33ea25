import { describe, expect, it } from "vitest";
import { deployYml, parse, problemsOf } from "./deploy-yml.ts";

describe("a file of YAML", () => {
  it.each([
    ["a tab", "service: a\n\timage: b", "2:1 is indented with a tab"],
    ["an unclosed list", "a: [1]\nservers: [1.1.1.1, [2]\nimage: b", "2:10 a [ that is opened here is not closed"],
    ["an unclosed hash", "env: {A: {b: c}\nimage: b", "1:6 a { that is opened here is not closed"],
    ["an unclosed quote", 'service: "a\nimage: b\n', "1:10 a quote that is opened here is not closed"],
    ["a quote that another closes", 'service: "a\nimage: "b"\n', "1:10 a quote that is opened here is not closed"],
    ["a quote within quotes", "service: 'it's'", "1:14 text follows where the value has ended"],
    ["a key without its colon", "service\nimage: b", "1:1 no key with a value stands here"],
    ["a key without a space", "service:a\nimage: b", "1:1 no key with a value stands here"],
    [
      "keys in columns of their own",
      "a:\n  b: 1\n c: 2",
      "3:2 is indented differently from the lines above that it seems to belong to",
    ],
    ["a missing comma", "env: {A: 1 B: 2}", "1:10 a comma is missing in a [...] or {...}"],
    ["a bracket that closes nothing", "service: ]", "1:10 this bracket closes nothing"],
    ["text behind |", "service: |a\n  b", "1:11 text stands behind | or >, where only + or - and a number may"],
    ["a bare star", "service: *", "1:10 a * begins an alias"],
    ["an unknown escape", 'service: "\\d"', "1:11 no such escape after a backslash"],
    ["two colons", "service: a: b", "1:10 two keys on one line, or a line that is indented too far"],
    ["a value that starts with @", "service: @a", "1:10 plain value cannot start with reserved character @"],
    ["the same key twice", "service: a\nimage: b\nservice: c", "3:1 the key service stands twice, first on line 1"],
    ["nothing", "", "1:1 is empty"],
    ["only comments", "# nothing yet\n", "1:1 is empty"],
    ["an empty document", "---\n", "1:1 is empty"],
    ["a list", "- service: a", "1:1 holds a list, where keys such as `service:` should be"],
    ["a sentence", "hello there", "1:1 holds a single value, where keys such as `service:` should be"],
    ["an invisible line break", "service: a\u2028b", "1:11 holds an invisible line break"],
    ["a carriage return alone", "service: a\rimage: b", "1:11 holds an invisible line break"],
    ["a null byte", "service: a\0b", "1:11 holds a control character, which YAML does not allow"],
    ["an unknown alias", "service: *a", "1:10 service: there is no anchor &a before this alias"],
    ["an alias of itself", "x-a: &a [*a]", "1:10 x-a/0: &a would hold itself"],
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
      "1:1 holds more than 200000 values, counting what its aliases stand for",
    ]);
  });

  it.each([
    ["lists", "[", "]"],
    ["hashes", "{a: ", "}"],
  ])("is refused when its %s are nested without end", (_, open, close) => {
    const [problem = ""] = problemsOf(`x-a: ${open.repeat(20_000)}${close.repeat(20_000)}`);
    expect(problem).toMatch(/^1:\d+ (x-a.*: )?is nested too deeply$/);
  });

  it("is refused when a line of it is a list of lists without end", () => {
    expect(problemsOf(`x-a:\n  ${"- ".repeat(20_000)}a`)).toEqual([expect.stringMatching(/^2:\d+ is nested too deeply$/)]);
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

  it.each([
    ["a time of day", "22:22", 80520],
    ["a file's mode", "0644", 420],
  ])("warns of %s, which YAML reads as another number", (_, written, value) => {
    expect(parse(deployYml(`env:\n  A: ${written}\n  B: "${written}"\n  C: 10`))).toMatchObject({
      warnings: [
        {
          line: 2,
          column: 6,
          path: "env/A",
          message: `YAML reads ${written} as the number ${value}`,
          hint: `Write "${written}" to keep it.`,
        },
      ],
    });
  });

  it("keeps quoted values as they are", () => {
    const text = deployYml(`env: {A: "yes", B: '012', C: !!str 1.0}`);
    expect(parse(text)).toMatchObject({ config: { roles: [{ env: { clear: { A: "yes", B: "012", C: "1.0" } } }] } });
  });
});
