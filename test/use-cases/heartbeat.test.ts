import { describe, expect, it } from "vitest";
import { beating } from "../../src/use-cases/heartbeat.ts";

/** Somebody who counts the beats, and is told of the third. */
function aHeart() {
  let beats = 0;
  let third: () => void = () => {};
  const untilThird = new Promise<void>((resolve) => {
    third = resolve;
  });
  const beat = async (): Promise<void> => {
    beats += 1;
    if (beats === 3) third();
  };
  return { heart: { beat, interval: 0.001 }, untilThird, beats: () => beats };
}

describe("a run that shows that it lives", () => {
  it("does so again and again until its work has ended, and has its result", async () => {
    const { heart, untilThird, beats } = aHeart();
    expect(await beating(heart, () => untilThird.then(() => "done"))).toBe("done");
    const atTheEnd = beats();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(beats()).toBe(atTheEnd);
  });

  it("does so no more once its work has failed", async () => {
    const { heart, untilThird } = aHeart();
    const failing = beating(heart, () => untilThird.then(() => Promise.reject(new Error("no"))));
    await expect(failing).rejects.toThrow("no");
  });
});
