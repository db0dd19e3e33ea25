import { expect, it } from "vitest";
import type { Problem } from "../../../src/core/config/problem.ts";
import { accepted } from "./cases/accepted.ts";
import { deployYml, parse } from "./deploy-yml.ts";

const files = Object.values(accepted).map(([lines]) => deployYml(lines));
const noise = [
  "\t",
  "\0",
  "\n",
  " ",
  ":",
  "- ",
  "[",
  "{",
  "]",
  "}",
  '"',
  "'",
  "*a",
  "&a ",
  "<<: ",
  "!x ",
  "|",
  ">",
  "#",
  "%",
  "@",
  "~",
  "é",
  "💥",
  "? ",
  "---\n",
  "...",
];

/** The same numbers on every run: https://en.wikipedia.org/wiki/Xorshift */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

function mutate(text: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  switch (random(5)) {
    case 0:
      return text.slice(0, at) + text.slice(at + 1 + random(12));
    case 1:
      return text.slice(0, at) + (noise[random(noise.length)] ?? "") + text.slice(at);
    case 2:
      return text.slice(0, at);
    case 3:
      return text.slice(0, at) + text.slice(random(text.length));
    default:
      return text.replace(/(?<=: ).*$/m, noise[random(noise.length)] ?? "");
  }
}

function isPlaced({ line, column, message }: Problem, text: string): boolean {
  const lines = text.split("\n");
  return message !== "" && line >= 1 && line <= lines.length && column >= 1 && column <= (lines[line - 1]?.length ?? 0) + 1;
}

it("a file that was damaged is read or refused, never more, and each problem stands within it", { timeout: 60_000 }, () => {
  const random = randomFrom(20_260_101);
  for (let round = 0; round < 2500; round++) {
    const [first, second] = [files[random(files.length)] ?? "", files[random(files.length)] ?? ""];
    const text = Array.from({ length: 1 + random(3) }).reduce<string>(
      (damaged) => mutate(damaged, random),
      random(4) === 0 ? second + first : first,
    );
    const parsed = parse(text);
    if (!("problems" in parsed)) continue;
    expect(parsed.problems.length, text).toBeGreaterThan(0);
    expect(
      parsed.problems.filter((problem) => !isPlaced(problem, text)),
      text,
    ).toEqual([]);
  }
});
