import { describe, expect, it } from "vitest";
import { parseSecrets } from "../../../src/core/secrets/dotenv.ts";
import { evaluateSecrets } from "../../../src/core/secrets/evaluate.ts";
import { isInline } from "../../../src/core/secrets/inline.ts";
import type { Inquiry } from "../../../src/core/secrets/invocation.ts";
import { VaultError } from "../../../src/core/secrets/vaults/vault.ts";

/** A vault in which every value is its name backwards, as in Kamal's `test` adapter; one is locked. */
async function vault({ adapter, from, names }: Inquiry): Promise<ReadonlyMap<string, string>> {
  if (adapter === "locked") throw new VaultError("the vault is locked.");
  const full = names.map((name) => (from === undefined ? name : `${from}/${name}`));
  return new Map(full.map((name) => [name, [...name].reverse().join("")]));
}

async function evaluate(text: string) {
  const file = parseSecrets("secrets", text);
  if ("message" in file) throw new Error(file.message);
  const asked: Inquiry[] = [];
  const ask = (inquiry: Inquiry) => {
    asked.push(inquiry);
    return vault(inquiry);
  };
  const run = async () => ({ output: "\n", exitCode: 0, complaint: "sh: 1: kamal: not found" });
  const { secrets, failures } = await evaluateSecrets(file, { lookup: () => undefined, run, ask });
  const values = Object.fromEntries([...secrets].map(([name, secret]) => [name, secret.reveal()]));
  return { values, failures: Object.fromEntries(failures), asked };
}

const fetchWith = (words: string) => `A=$(kamal secrets fetch ${words})`;
const fetched = { x: '\\{\\"x\\":\\"x\\"\\}', both: '\\{\\"x\\":\\"x\\",\\"y\\":\\"y\\"\\}' };

/** Each was also asked of Kamal 2.12, with its `test` adapter. */
const files: Readonly<Record<string, readonly [text: string, values: Readonly<Record<string, string>>]>> = {
  "options before the names": [fetchWith("-a test --account me x y"), { A: fetched.both }],
  "options between the names": [fetchWith("x -d st -a test --account me -c foo y -v"), { A: fetched.both }],
  "options with equals signs": [fetchWith("--adapter=test --account=me x"), { A: fetched.x }],
  "a short option with an equals sign": [fetchWith("x -a=test --account me"), { A: fetched.x }],
  "short options together": [fetchWith("x -va test --account me"), { A: fetched.x }],
  "a place": [fetchWith("-a test --account me --from v x"), { A: '\\{\\"v/x\\":\\"x/v\\"\\}' }],
  "spaces in names": [fetchWith('"x y" -a test --account me'), { A: '\\{\\"x\\ y\\":\\"y\\ x\\"\\}' }],
  "names after --": [fetchWith("-a test --account me -- x y"), { A: fetched.both }],
  "its own name": ["A=$(landfall secrets fetch -a test --account me x)", { A: fetched.x }],
  "an extract": [
    `${fetchWith("-a test --account me --from v abc x")}\nB=$(kamal secrets extract abc $A)\nC="$(kamal secrets extract v/x \${A})."`,
    { A: '\\{\\"v/abc\\":\\"cba/v\\",\\"v/x\\":\\"x/v\\"\\}', B: "cba/v", C: "x/v." },
  ],
  "special characters": [
    `${fetchWith('"é;|&* [x]" -a test --account me')}\nB=$(kamal secrets extract "é;|&* [x]" $A)`,
    { A: '\\{\\"\\é\\;\\|\\&\\*\\ \\[x\\]\\":\\"\\]x\\[\\ \\*\\&\\|\\;\\é\\"\\}', B: "]x[ *&|;é" },
  ],
  "a value with a dollar sign, which loses a part": [
    `${fetchWith("-a test --account me cba\\$b")}\nB=$(kamal secrets extract cba\\$b $A)`,
    { A: '\\{\\"cba$b\\":\\"b$abc\\"\\}', B: "b" },
  ],
  "a line break at the end of a value, which is taken off": [
    'A=$(kamal secrets extract A \\\\{\\\\"A\\\\":\\\\"x\\\\\\\\ny\\\\\\\\n\\\\"\\\\})',
    { A: "x\ny" },
  ],
};

describe("a secrets file that calls kamal secrets with", () => {
  it.each(Object.entries(files))("%s", async (_, [text, values]) => {
    expect(await evaluate(text)).toMatchObject({ values, failures: {} });
  });
});

it("a vault is asked for what the options say", async () => {
  const { asked } = await evaluate(fetchWith("-a 1password --account me@example.com --from op://v/i X Y"));
  expect(asked).toEqual([{ adapter: "1password", account: "me@example.com", from: "op://v/i", names: ["X", "Y"] }]);
});

/** All of these stop Kamal as well, but the pipe and the unknown option, which it takes for names. */
const failing: Readonly<Record<string, readonly [text: string, failure: RegExp]>> = {
  "no adapter": [fetchWith("x --account me"), /give --adapter$/],
  "an option without its value": [
    fetchWith("x -a test --account"),
    /an option here that it does not know, or that has no value$/,
  ],
  "an unknown option": [fetchWith("x -a test --acount me"), /an option here that it does not know, or that has no value$/],
  "a quote that is not closed": [fetchWith('"x -a test'), /a quote in its command is not closed$/],
  "another command": ["A=$(kamal secrets print)", /`kamal secrets print` gives no value: fetch and extract do$/],
  "a pipe": [fetchWith("x -a test | jq -r .x"), /`\|` means nothing there\. Fetch on a line of its own/],
  "a fetch within an extract": ["A=$(kamal secrets extract X $(kamal secrets fetch X -a test))", /`\$\(` means nothing there/],
  "nothing to extract from": ["A=$(kamal secrets extract X $NONE)", /the variable after the name is empty, or missing$/],
  "more words to extract from": ["A=$(kamal secrets extract X Y Z)", /here are more words$/],
  "something else to extract from": ["A=$(kamal secrets extract X Y)", /is no JSON object/],
  "a name that was not fetched": [
    `${fetchWith("x -a test")}\nB=$(kamal secrets extract y $A)`,
    /^secrets:2: Could not find secret y/,
  ],
  "another command before it": [
    "A=$(echo $(kamal secrets fetch x -a test))",
    /served only right after `\$\(`.*kamal: not found$/,
  ],
};

describe("a secrets file gives no value, and says why, that calls kamal secrets with", () => {
  it.each(Object.entries(failing))("%s", async (_, [text, failure]) => {
    const { failures } = await evaluate(text);
    expect(Object.values(failures)).toEqual([expect.stringMatching(failure)]);
    expect(Object.values(failures)[0]).toMatch(/^secrets:[12]: /);
  });
});

it("what needs a value that a vault did not give has none either, and the rest has", async () => {
  const { values, failures } = await evaluate(
    "S=$(kamal secrets fetch -a locked x)\nP=$(kamal secrets extract x $S)\nURL=postgres://app:${P}@db\nQ='$P'\nB=b",
  );
  expect(values).toEqual({ Q: "$P", B: "b" });
  expect(failures).toEqual({
    S: "secrets:1: the vault is locked.",
    P: "secrets:2: it needs S, which has no value (secrets:1: the vault is locked.)",
    URL: expect.stringMatching(/^secrets:3: it needs P, which has no value/),
  });
});

it("no message has a value in it", async () => {
  const { failures } = await evaluate(
    ["--hunter2", "hunter2", "<hunter2", '\\\\{\\\\"X\\\\":\\\\"hunter2\\\\"\\\\}']
      .map((word, at) => `A${at}=$(kamal secrets extract Y ${word})`)
      .join("\n"),
  );
  expect(Object.keys(failures)).toHaveLength(4);
  expect(JSON.stringify(failures)).not.toContain("hunter2");
});

it.each(["kamal secrets fetch", " kamal  secrets\textract", "landfall secrets fetch x"])("%j is served here", (command) => {
  expect(isInline(command)).toBe(true);
});

it.each(["kamal secrets", "bin/kamal secrets fetch", "kamal app secrets x", "echo kamal secrets x"])(
  "%j goes to a shell",
  (command) => {
    expect(isInline(command)).toBe(false);
  },
);
