/** Numbers below a bound, the same ones on every run. */
export type Random = (below: number) => number;

/** https://en.wikipedia.org/wiki/Xorshift; seeds that lie side by side are far apart after some rounds. */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) || 1;
  const random: Random = (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  for (let round = 0; round < 8; round++) random(2);
  return random;
}

const noise: readonly string[] = [
  ...["\t", "\0", "\n", " ", "  ", "\r\n", "\r", "\u2028", "\uFEFF", "é", "💥", "\ud83d", "日本"],
  ...[
    ":",
    ": ",
    "- ",
    "- - ",
    ", ",
    "[",
    "{",
    "]",
    "}",
    '"',
    "'",
    "|",
    ">",
    "|-\n",
    "#",
    " #",
    "%",
    "@",
    "`",
    "~",
    "? ",
    "---\n",
    "...",
  ],
  ...[
    "*a",
    "&a ",
    "<<: *a\n",
    "<<: ",
    "!x ",
    "!!str ",
    "!!float ",
    "!!binary ",
    "!ruby/object:X ",
    "&a [*a, *a]",
    "=",
    "__proto__: ",
  ],
  ...["null", "yes", "0x1F", "1e999", ".inf", "012", "1_000", "12:30:45", "2024-01-01", "-", "9".repeat(400), "x".repeat(5000)],
  ...[
    "<%",
    "%>",
    "<%= ",
    "<%= ENV['X'] %>",
    '<%= ENV.fetch("NO") %>',
    "<%# x %>",
    "<%- ",
    "-%>",
    "<%% ",
    '<%= "#{" %>',
    "<%= ` %>",
  ],
];

export function mutate(text: string, random: Random): string {
  const at = random(text.length + 1);
  const bit = noise[random(noise.length)] ?? "";
  switch (random(10)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random(12));
    case 1:
    case 2:
      return text.slice(0, at) + bit + text.slice(at);
    case 3:
      return text.slice(0, at);
    case 4:
      return text.slice(0, at) + text.slice(random(text.length + 1));
    case 5:
      return random(4) === 0 ? nested(text, at, random) : text;
    case 6:
      return random(4) === 0 ? bomb(random) + text : text;
    case 7:
      return indented(text, random);
    case 8:
      return swapped(text, random);
    default:
      return text.replace(/(?<=: ).*$/m, bit);
  }
}

/** Brackets without end, or many of them. */
function nested(text: string, at: number, random: Random): string {
  const [open = "[", close = "]"] =
    [
      ["[", "]"],
      ["{a: ", "}"],
      ["- ", ""],
      ["[{a: ", "}]"],
    ][random(4)] ?? [];
  const depth = random(50) === 0 ? 20_000 : 10 ** random(4);
  return text.slice(0, at) + open.repeat(depth) + (random(2) === 0 ? close.repeat(depth) : "") + text.slice(at);
}

/** Aliases of aliases, which stand for more values than there is memory. */
function bomb(random: Random): string {
  const levels = 2 + random(40);
  const width = 2 + random(9);
  const [open, close] = random(2) === 0 ? ["[", "]"] : ["{<<: [", "]}"];
  const line = (level: number) =>
    `x-${level}: &b${level} ${open}${Array(width)
      .fill(`*b${level - 1}`)
      .join(", ")}${close}`;
  return ["x-0: &b0 {k: v}", ...Array.from({ length: levels }, (_, index) => line(index + 1)), ""].join("\n");
}

function indented(text: string, random: Random): string {
  const lines = text.split("\n");
  const at = random(lines.length);
  return lines.with(at, [" ", "  ", "\t", "", "        "][random(5)] + (lines[at] ?? "").slice(random(4))).join("\n");
}

function swapped(text: string, random: Random): string {
  const lines = text.split("\n");
  const [a, b] = [random(lines.length), random(lines.length)];
  return lines
    .with(a, lines[b] ?? "")
    .with(b, lines[a] ?? "")
    .join("\n");
}
