import { expect, it } from "vitest";
import { wholeLines } from "../../src/engine/whole-lines.ts";

const heard = async (...pieces: readonly string[]): Promise<string[]> => {
  const passed: string[] = [];
  await wholeLines(
    async (hear) => pieces.forEach(hear),
    (text) => void passed.push(text),
  );
  return passed;
};

it("passes a line on in one piece, in however many it came", async () => {
  expect(await heard("a sec", "ret\nand ", "more\n")).toEqual(["a secret\n", "and more\n"]);
});

it("passes on what has no end when nothing follows, and when it was cut short", async () => {
  expect(await heard("the last")).toEqual(["the last\n"]);
  const passed: string[] = [];
  const cut = wholeLines(
    async (hear) => {
      hear("half a l");
      throw new Error("it was stopped");
    },
    (text) => void passed.push(text),
  );
  await expect(cut).rejects.toThrow("it was stopped");
  expect(passed).toEqual(["half a l\n"]);
});
