import { expect, it } from "vitest";
import { escapeWord, splitWords } from "../../../src/core/shell/shellwords.ts";

/** Each was also asked of Ruby 3.1's Shellwords. */
it.each<readonly [string, readonly string[] | undefined]>([
  ["a b", ["a", "b"]],
  ["  a\t b \n", ["a", "b"]],
  ["a'b c'd", ["ab cd"]],
  ["'a\\b'", ["a\\b"]],
  ['"a b\\"c\\d\\$e"', ['a b"c\\d$e']],
  ["a\\ b", ["a b"]],
  ["a\\", ["a\\"]],
  ["'' \"\"", ["", ""]],
  ["a 'b", undefined],
  ['a "b', undefined],
  ["a#b # c", ["a#b", "#", "c"]],
  ["$A `b` | ; &", ["$A", "`b`", "|", ";", "&"]],
  ["é\\é", ["éé"]],
  ['"a\\\nb"', ["a\nb"]],
])("the words of %j are those that Ruby sees", (line, words) => {
  expect(splitWords(line)).toEqual(words);
});

it("a text is escaped as Ruby does it", () => {
  expect(escapeWord('{"a/b":"x $y \'\\"é\\n\\\\ (z)"}')).toBe(
    '\\{\\"a/b\\":\\"x\\ \\$y\\ \\\'\\\\\\"\\é\\\\n\\\\\\\\\\ \\(z\\)\\"\\}',
  );
});

it("an escaped text is one word, and the same as before", () => {
  const text = `{"a":"it's \\"b\\" $c \`d\` 🔑 é\u00a0|;&<>*?~#"}`;
  expect(splitWords(escapeWord(text))).toEqual([text]);
});
