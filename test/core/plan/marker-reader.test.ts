import { describe, expect, it } from "vitest";
import { type Marked, MarkerReader } from "../../../src/core/plan/marker-reader.ts";

const marker = (label: string, code: number): string => `\x1e5eed ${label} ${code}\n`;

/** What a reader makes of text that arrives in these pieces. */
function read(pieces: readonly string[], limit?: number): { marks: string[]; rest: string } {
  const reader = new MarkerReader("5eed", limit);
  const marks = pieces.flatMap((piece) => [...reader.read(piece)]).filter((piece) => typeof piece !== "string");
  return { marks: marks.map(({ label, code, output }) => `${label}=${code}: ${output}`), rest: reader.rest };
}

/** The same, with what it tells on the way. */
function told(...pieces: readonly string[]): string[][] {
  const reader = new MarkerReader("5eed");
  const word = (piece: Marked | string): string => (typeof piece === "string" ? piece : `<${piece.label}>`);
  return pieces.map((piece) => [...reader.read(piece)].map(word));
}

describe("a marker reader", () => {
  it("takes a code that is no number of a process or an exit for output", () => {
    expect(read([marker("0", 1).replace("1\n", `${"9".repeat(60)}\n`)]).marks).toEqual([]);
  });

  it("cuts output at the markers", () => {
    expect(read([`one\n${marker("0", 0)}two${marker("1", 7)}three`])).toEqual({
      marks: ["0=0: one\n", "1=7: two"],
      rest: "three",
    });
  });

  it("reads the same from single characters as from the whole", () => {
    const text = `one\n\x1e\x1e5eed${marker("0", 0)}\x1e5eee 1 0\n${marker("1", 127)}\x1e5eed 2 `;
    expect(read([...text])).toEqual(read([text]));
    expect(read([text])).toEqual({ marks: ["0=0: one\n\x1e\x1e5eed", "1=127: \x1e5eee 1 0\n"], rest: "\x1e5eed 2 " });
  });

  it("tells of a step as soon as its marker is whole", () => {
    const reader = new MarkerReader("5eed");
    expect([...reader.read("one\n\x1e5eed 0 ")]).toEqual(["one\n"]);
    expect([...reader.read("0\ntw")]).toEqual([{ label: "0", code: 0, output: "one\n" }, "tw"]);
  });

  it("tells of output as it comes, in its order with the markers", () => {
    expect(told("one", `two${marker("0", 0)}three\n${marker("1", 0)}`, "four")).toEqual([
      ["one"],
      ["two", "<0>", "three\n", "<1>"],
      ["four"],
    ]);
  });

  it("holds back no more than what may be a marker", () => {
    expect(told("a\x1e", "b", "\x1e5eed 0 ", "0\n")).toEqual([["a"], [], ["\x1eb"], ["<0>"]]);
    expect(told(`\x1e${"c".repeat(200)}`)).toEqual([[`\x1e${"c".repeat(200)}`]]);
  });

  it("keeps the beginning and the end of output that is too long", () => {
    const pieces = ["a".repeat(60), "b".repeat(60), "c".repeat(60), marker("0", 0), "next", marker("1", 0)];
    expect(read(pieces, 100).marks).toEqual([`0=0: ${"a".repeat(50)}\n[80 characters left out]\n${"c".repeat(50)}`, "1=0: next"]);
  });

  it("finds a marker across a cut", () => {
    const whole = marker("0", 0);
    expect(read(["a".repeat(300), whole.slice(0, 5), whole.slice(5)], 100).marks).toEqual([
      expect.stringMatching(/^0=0: a{50}\n\[\d+ characters left out\]\na+$/),
    ]);
  });
});
