import { describe, expect, it } from "vitest";
import { parseSecrets } from "../../../src/core/secrets/dotenv.ts";
import { type CommandResult, type Evaluated, evaluateSecrets } from "../../../src/core/secrets/evaluate.ts";

/** Commands are answered in words, so that a test sees what was asked. */
const answer = (command: string): CommandResult => ({ output: `<${command}>\n`, exitCode: 0, complaint: "" });

async function evaluate(text: string, run = answer): Promise<Evaluated> {
  const file = parseSecrets(".kamal/secrets", text);
  if ("message" in file) throw new Error(file.message);
  const world: Readonly<Record<string, string>> = { OUTER: "from outside", EMPTY: "" };
  const ask = async () => new Map<string, string>();
  return evaluateSecrets(file, { lookup: (name) => world[name], run: async (command) => run(command), ask });
}

const valuesOf = ({ secrets }: Evaluated) => Object.fromEntries([...secrets].map(([name, secret]) => [name, secret.reveal()]));

/** Each was also asked of Ruby's dotenv 3.2 with Kamal's command substitution. */
const grammar: Readonly<Record<string, readonly [text: string, values: Readonly<Record<string, string>>]>> = {
  "a value": ["A=b", { A: "b" }],
  "spaces around": ["  A =  b c  ", { A: "b c" }],
  "a colon": ["A: b", { A: "b" }],
  "a colon without a space, which is none": ["A:b", {}],
  export: ["export A=b", { A: "b" }],
  "an export of what is set": ["A=b\nexport A", { A: "b" }],
  "a dot in the name": ["A.B=c", { "A.B": "c" }],
  "no value": ["A=\nB=b", { A: "", B: "b" }],
  "a name alone": ["A", { A: "" }],
  "a line that is no assignment": ["hello there\nA=b", { A: "b" }],
  "a comment": ["# A=b\nB=c # d", { B: "c" }],
  "a hash sign in an unquoted value": ["A=b#c", { A: "b" }],
  "a hash sign in quotes": ["A=\"b#c\" # d\nB='e#f'", { A: "b#c", B: "e#f" }],
  "the same name twice": ["A=b\nA=c", { A: "c" }],
  "Windows line ends": ["A=b\r\nB=c\r\n", { A: "b", B: "c" }],
  "a byte order mark": ["\uFEFFA=b", { A: "b" }],
  "single quotes": ["A='b $OUTER $(x) \\n'", { A: "b $OUTER $(x) \\n" }],
  "an escaped single quote, whose backslash stays": ["A='it\\'s'", { A: "it\\'s" }],
  "double quotes": ['A="b \\"c\\" $OUTER"', { A: 'b "c" from outside' }],
  "several lines in quotes": ["A=\"b\n\nc\"\nB='d\ne'", { A: "b\n\nc", B: "d\ne" }],
  "\\n in double quotes, which stays two characters": ['A="b\\nc\\rd"', { A: "b\\nc\\rd" }],
  "\\n in double quotes of a file that asks for the old way": [
    'DOTENV_LINEBREAK_MODE=legacy\nA="b\\nc"',
    { DOTENV_LINEBREAK_MODE: "legacy", A: "b\nc" },
  ],
  "a backslash in an unquoted value": ["A=b\\ c\\n\\\\d", { A: "b cn\\d" }],
  "quotes that do not match": ["A=\"b'", { A: "\"b'" }],
  "a quote in the middle": ['A=b"c"', { A: 'b"c"' }],
  "a variable of the file": ["A=b\nC=$A-${A}", { A: "b", C: "b-b" }],
  "a variable from outside": ["A=$OUTER", { A: "from outside" }],
  "a variable of the file that hides one from outside": ["OUTER=b\nA=$OUTER", { OUTER: "b", A: "b" }],
  "a variable that is not set": ["A=b$NONE.c", { A: "b.c" }],
  "a variable set further down": ["A=$B\nB=c", { A: "", B: "c" }],
  "an escaped variable": ['A="b\\$OUTER \\${OUTER}"', { A: "b$OUTER ${OUTER}" }],
  "a dollar sign alone": ["A=b $ c", { A: "b $ c" }],
  "a password with a dollar sign, which Kamal loses too": ["A=pw$1", { A: "pw" }],
  "a command": ["A=$(echo b)", { A: "<echo b>" }],
  "text around commands": ["A=x$(b)y$(c)z", { A: "x<b>y<c>z" }],
  "parentheses in a command": ["A=$(b $(c (d)))", { A: "<b $(c (d))>" }],
  "escaped parentheses in a command in single quotes, which is none": ["A='$(b \\()'", { A: "$(b \\()" }],
  "an escaped command": ['A="\\$(echo b)"', { A: "$(echo b)" }],
  "a command without an end": ["A=$(echo b", { A: "$(echo b" }],
  "an empty command": ["A=$()", { A: "$()" }],
  "a variable in a command": ["B=c\nA=$(echo $B)", { B: "c", A: "<echo c>" }],
  "a variable that a command printed": ["A=$(echo '\\$OUTER')", { A: "<echo 'from outside'>" }],
  "a command in double quotes": ['A="$(echo "b")"', { A: '<echo "b">' }],
};

describe("a secrets file with", () => {
  it.each(Object.entries(grammar))("%s", async (_, [text, values]) => {
    expect(valuesOf(await evaluate(text))).toEqual(values);
  });
});

it("an export of what is not set is refused with its line", () => {
  expect(parseSecrets(".kamal/secrets", "A=b\n\nexport B\n")).toEqual({
    path: ".kamal/secrets",
    line: 3,
    message: "`export B` exports a variable that this file has not set",
  });
});

it.each([
  ["a\n", "a"],
  ["a\r\n", "a"],
  ["a\n\n", "a\n"],
  ["a", "a"],
])("one line break is taken off what a command printed: %j", async (output, value) => {
  const evaluated = await evaluate("A=$(b)", () => ({ output, exitCode: 0, complaint: "" }));
  expect(valuesOf(evaluated)).toEqual({ A: value });
});

it("what a command printed counts, even when it failed afterwards", async () => {
  const evaluated = await evaluate("A=$(b)", () => ({ output: "c", exitCode: 1, complaint: "oh" }));
  expect(valuesOf(evaluated)).toEqual({ A: "c" });
});

it("a command that fails and prints nothing gives no secret, and says why without showing its arguments", async () => {
  const evaluated = await evaluate("X=1\nA=$(cat --token=hunter2 master.key)", () => ({
    output: "",
    exitCode: 1,
    complaint: "cat: master.key: No such file",
  }));
  expect(valuesOf(evaluated)).toEqual({ X: "1" });
  expect([...evaluated.failures]).toEqual([
    ["A", ".kamal/secrets:2: its command (cat) ended with exit code 1: cat: master.key: No such file"],
  ]);
});

it("a later line for the same name makes up for one that failed", async () => {
  const evaluated = await evaluate("A=$(b)\nA=c", () => ({ output: "", exitCode: 1, complaint: "" }));
  expect(valuesOf(evaluated)).toEqual({ A: "c" });
  expect(evaluated.failures.size).toBe(0);
});

it.each([
  ["is lost", "pa$word", "pa", 1],
  ["is kept, because no name follows the dollar sign", "pa$!", "pa$!", 0],
  ["is kept, because it is escaped", "pa\\$word", "pa$word", 0],
  ["is replaced by a variable that is set", "pa$OUTER", "pafrom outside", 0],
])("a part of what a command printed %s, which is warned of without showing it", async (_, output, value, count) => {
  const evaluated = await evaluate("B=c\nA=$(b)", () => ({ output, exitCode: 0, complaint: "" }));
  expect(valuesOf(evaluated)).toEqual({ A: value, B: "c" });
  expect(evaluated.warnings).toHaveLength(count);
  for (const { path, line, message } of evaluated.warnings) {
    expect({ path, line }).toEqual({ path: ".kamal/secrets", line: 2 });
    expect(message).toContain("A part of what this command gives is lost");
    expect(message).not.toContain("word");
  }
});

it.each([
  ["A=$UNSET", "UNSET is not set, so this value is empty, as with Kamal"],
  ['A="${UNSET}"', "UNSET is not set, so this value is empty, as with Kamal"],
  ['A="hunter2\nB=c', expect.stringMatching(/^The quote at the start of this value has no other at its end(?!.*hunter2)/)],
])("%j is warned of", async (line, message) => {
  const { warnings } = await evaluate(line);
  expect(warnings).toEqual([{ path: ".kamal/secrets", line: 1, message }]);
});

it.each(["A=$OUTER", "A=", "A='$UNSET'", "A=x$UNSET", "A='\"'", "A=it's"])("%j is not warned of", async (line) => {
  expect((await evaluate(line)).warnings).toEqual([]);
});

it("a thousand unclosed quotes are read without delay", () => {
  const file = parseSecrets(".kamal/secrets", 'A="b\\"\\"\n'.repeat(1000));
  expect("assignments" in file && file.assignments.length).toBeGreaterThan(0);
});
