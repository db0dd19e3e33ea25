import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { rubyText } from "../../src/core/shell/ruby-text.ts";
import { Secret } from "../../src/core/shell/secret.ts";
import { shellOnly, wordsOf } from "../../src/core/shell/words.ts";
import { type AnyShell, shells } from "./shells.ts";

const variables = { SEEN: "seen", _other1: 'it\'s "quoted" `x` $(y) \\z', EMPTY: "" };
const read = (text: string): string[] => wordsOf(text, variables).map((word) => (word instanceof Secret ? word.reveal() : word));

/** What the shell makes of the text, as the words of a command. */
function readBy({ argv: [program, ...args] }: AnyShell, text: string): string[] {
  const command = `set -f; IFS=; for word in ${text}; do printf '%s\\0' "$word"; done`;
  const { status, stdout, stderr } = spawnSync(program, [...args, "-c", command], { encoding: "utf8", env: variables });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout.split("\0").slice(0, -1);
}

const plain = [
  ..."%+,-./:=@^_{}!?*[]",
  "",
  " ",
  "default=$SEEN",
  "$SEEN/${SEEN}",
  "$SEEN.x$EMPTY",
  "$EMPTY",
  "$MISSING ${MISSING} $EMPTY$MISSING",
  '"$EMPTY" x',
  "''",
  'x"$MISSING"y',
  "'$SEEN'",
  '"$SEEN"',
  "\\$SEEN \\\\ \\' \\\"",
  '"\\$SEEN \\` \\" \\\\ \\n \\x"',
  "${MISSING:-text} ${EMPTY:-text} ${SEEN:-text}",
  "${MISSING:-}x",
  '"${MISSING:-two words}"',
  "$_other1",
  '"$_other1"',
  "${_other1}x",
  "two words\tthree",
  "  around  ",
  "$",
  "a$",
  "$.",
  "$/x",
  "$SEEN-$SEEN_",
  "a#b a~b",
  "https://example.com/app.git#main:web?x=1",
  "type=gha,scope=$SEEN,mode=max",
  "'a'\"b\"c\\ d",
  "é日本😀$SEEN",
];

const values = [
  ..."!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
  "a b",
  "$SEEN",
  "${SEEN}",
  "$${SEEN}",
  "${MISSING}",
  "${_other1}",
  "${MISSING:-text}",
  "$(id) `id` $((1+1))",
  "#{x} #$x #@x",
  "a\nb\tc\\n",
  '"${SEEN}"',
  "'${SEEN}'",
  "\\${SEEN}",
  "é${SEEN}日本$SEEN",
  "\x01\x1e\x7f",
];

describe.each(shells)("a command line that $name would read", (shell) => {
  it.each(plain)("%j becomes the same words", (text) => {
    expect(shellOnly(text)).toBeUndefined();
    expect(read(text)).toEqual(readBy(shell, text));
  });

  it.each(values)("%j becomes the same word when Kamal quotes it", (value) => {
    const text = `A=${rubyText(value).render()}`;
    expect(shellOnly(text)).toBeUndefined();
    expect(read(text)).toEqual(readBy(shell, text));
  });
});

describe("a command line without a shell", () => {
  it.each([
    ["$(id)", "$("],
    ["`id`", "`"],
    ['"x `id`"', "`"],
    ["$((1+1))", "$("],
    ["${SEEN%x}", "${"],
    ["${MISSING:-$SEEN}", "${"],
    ["$1 $@", "$1"],
    ["x & y", "&"],
    [". > /dev/null", ">"],
    ["~/app", "~"],
    [". #main", "#"],
    ["it's", "'"],
    ['say "', '"'],
    [".\nid", "a line break"],
    [rubyText("${{ github.sha }}").render(), "${"],
  ])("cannot read %s", (text, found) => {
    expect(shellOnly(text)).toBe(found);
  });

  it("runs nothing that a variable holds, and keeps it in one word", () => {
    expect(wordsOf("$A", { A: "$(id) `id` * $B ; x" }).map((word) => word instanceof Secret && word.reveal())).toEqual([
      "$(id) `id` * $B ; x",
    ]);
  });

  it("knows no variables but the environment's", () => {
    expect(wordsOf("x${constructor}${toString}", {}).map((word) => word instanceof Secret && word.reveal())).toEqual(["x"]);
  });

  it("shows a word with a variable as it was written", () => {
    expect(wordsOf("default=$A plain", { A: "/run/agent" }).map(String)).toEqual(["[default=$A]", "plain"]);
  });
});
