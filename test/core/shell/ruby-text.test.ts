import { describe, expect, it } from "vitest";
import { envFileText, rubyText } from "../../../src/core/shell/ruby-text.ts";

/** What Kamal 2.12 was seen to write for every ASCII byte that it changes in an env file. */
const escapes: readonly (readonly [number, string])[] = [
  ...[0, 1, 2, 3, 4, 5, 6].map((byte) => [byte, `\\x0${byte}`] as const),
  ...[..."abtnvfr"].map((letter, index) => [7 + index, `\\${letter}`] as const),
  ...[14, 15].map((byte) => [byte, `\\x0${byte === 14 ? "E" : "F"}`] as const),
  ...["10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "1A"].map((hex, index) => [16 + index, `\\x${hex}`] as const),
  [27, "\\e"],
  ...["1C", "1D", "1E", "1F"].map((hex, index) => [28 + index, `\\x${hex}`] as const),
  [92, "\\\\"],
  [127, "\\x7F"],
];

describe("a value in an env file", () => {
  it.each(escapes)("has byte %i written as %s", (byte, written) => {
    expect(envFileText(String.fromCharCode(byte))).toBe(written);
  });

  it("has every other ASCII character as it is", () => {
    const changed = new Set(escapes.map(([byte]) => byte));
    const others = Array.from({ length: 128 }, (_, byte) => byte).filter((byte) => !changed.has(byte));
    const text = String.fromCharCode(...others);
    expect(envFileText(text)).toBe(text);
  });

  it.each([
    ["a line break as two characters, which Docker leaves so", "a\nb", "a\\nb"],
    ["a backslash doubled, which Docker leaves so", "C:\\dir", "C:\\\\dir"],
    ["quotes as they are", `say "hi" it's`, `say "hi" it's`],
    ["what Ruby would interpolate as it is", "a#{b} #$c #@d $e ${f}", "a#{b} #$c #@d $e ${f}"],
    ["other scripts as they are", "pä\\ßwörd日本😀", "pä\\\\ßwörd日本😀"],
    ["nothing as nothing", "", ""],
    ["a backslash before a quote doubled", '\\"', '\\\\"'],
    ["a backslash before a hash doubled", "\\#{x}", "\\\\#{x}"],
  ])("has %s", (_, value, written) => {
    expect(envFileText(value)).toBe(written);
  });
});

describe("a value on a command line", () => {
  it.each([
    ["stands in double quotes", "a b", '"a b"'],
    ["keeps ${VAR} for the server's shell", "x${HOST_TOKEN}y", '"x${HOST_TOKEN}y"'],
    ["keeps every ${...} for the server's shell", "${A:-b c}${B}", '"${A:-b c}${B}"'],
    ["has a plain variable escaped", "$HOME", '"\\$HOME"'],
    ["has a command escaped", "$(id) `id`", '"\\$(id) \\`id\\`"'],
    ["has a brace that never closes escaped", "${A", '"\\${A"'],
    ["has every dollar sign of a pair escaped, but one before a brace", "$$ $${A}", '"\\$\\$ \\$${A}"'],
    ["has quotes and backslashes escaped", 'a"b\\c', '"a\\"b\\\\c"'],
    ["has a line break as two characters", "a\nb", '"a\\nb"'],
    ["quotes only the ASCII in it", "é$x", 'é"\\$x"'],
    ["is bare where there is no ASCII in it", "日本", "日本"],
    ["keeps the backslash that Ruby puts before its interpolation", "#{a} #$b #@c #d", '"\\#{a} \\#\\$b \\#@c #d"'],
    ["is a pair of quotes when it is empty", "", '""'],
  ])("%s", (_, value, written) => {
    expect(rubyText(value).render()).toBe(written);
  });
});
