import { describe, expect, it } from "vitest";
import { rubyText } from "../../src/core/shell/ruby-text.ts";
import { all, any, capture, lines, pipe, type Shell, sh, subshell } from "../../src/core/shell/sh.ts";
import { aSecret } from "../support.ts";
import { printed, shells } from "./shells.ts";

const nasty = [
  ..."!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
  "",
  " ",
  "a b",
  "it's",
  "''",
  "'\\''",
  '"$HOME" `id` $(id)',
  "two\nlines",
  "\nlines\n\naround\n",
  "\ttab",
  "\\",
  "\\n",
  "\\\\'",
  "-n",
  "--",
  "A=b",
  "~root",
  "*.ts",
  "{a,b}",
  "$'x'",
  "#comment",
  "a;b|c&d>e<f",
  "!history",
  "%s%d",
  "é日本😀",
  "\u00a0\u2028",
  "\x01\x1e\x7f",
  "if",
  "x".repeat(10_000),
];

describe.each(shells)("in $name", (shell) => {
  it.each(nasty)("%j is one word, unchanged", (word) => {
    expect(printed(shell, sh`printf '<%s>' ${word} ${"end"}`)).toBe(`<${word}><end>`);
  });

  it("all of these in one list are that many words", () => {
    expect(printed(shell, sh`printf '<%s>' ${nasty}`)).toBe(nasty.map((word) => `<${word}>`).join(""));
  });

  it("a secret is one word, unchanged", () => {
    expect(printed(shell, sh`printf '<%s>' ${aSecret("p' w$(id)")}`)).toBe("<p' w$(id)>");
  });

  it("a value joins the text around it", () => {
    expect(printed(shell, sh`printf '<%s>' --label=${"a b"}/c${"d e"}`)).toBe("<--label=a b/cd e>");
  });

  it("captured output is one word, but for the line feeds at its end", () => {
    expect(printed(shell, sh`printf '<%s>' x${capture(sh`printf 'a  b\n*\n\n'`)}y end`)).toBe("<xa  b\n*y><end>");
  });

  it("captures nest", () => {
    const inner = capture(sh`printf %s ${'it\'s "$x" (y'}`);
    expect(printed(shell, sh`printf '<%s>' ${capture(sh`printf '[%s]' ${inner}`)}`)).toBe(`<[it's "$x" (y]>`);
  });

  it.each<[string, Shell, string]>([
    ["all stops at a failure", any(all(sh`false`, sh`echo never`), sh`echo rescued`), "rescued\n"],
    ["any stops at a success", all(any(sh`true`, sh`echo never`), sh`echo on`), "on\n"],
    ["all in any is one thing", any(all(sh`true`, sh`false`), sh`echo rescued`), "rescued\n"],
    ["any in all is one thing", any(all(sh`false`, any(sh`echo never`, sh`true`)), sh`echo rescued`), "rescued\n"],
    ["any in a pipe is one thing", pipe(any(sh`false`, sh`echo b`), sh`tr b c`), "c\n"],
    ["lines in a pipe are one thing", pipe(lines(sh`echo a`, sh`echo b`), sh`tr -d ${"\n"}`), "ab"],
    ["a subshell keeps what it changes to itself", lines(sh`x=1`, subshell(sh`x=2; cd /`), sh`echo $x`), "1\n"],
    ["a list that ends in a comment does no harm", all(sh`echo a; echo b # c`, sh`echo d`), "a\nb\nd\n"],
  ])("%s", (_, command, output) => {
    expect(printed(shell, command)).toBe(output);
  });

  it.each([
    ["ends up as Ruby wrote it", `it's "$HOME" \`id\` $(id) $$`, `it's "$HOME" \`id\` $(id) $$`],
    ["has its line break as two characters", "a\nb\\c", "a\\nb\\c"],
    [
      "gets the server's own variables where it asks for them",
      "${LANDFALL_NOTHING:-put in} $LANDFALL_NOTHING",
      "put in $LANDFALL_NOTHING",
    ],
    ["keeps a backslash before what Ruby would interpolate", "#{x}", "\\#{x}"],
    ["keeps other scripts", "é$x日本", "é$x日本"],
  ])("a user's value %s", (_, value, word) => {
    expect(printed(shell, sh`printf '<%s>' ${rubyText(value)}`)).toBe(`<${word}>`);
  });
});
