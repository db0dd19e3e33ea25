import { describe, expect, it } from "vitest";
import { lastUnderLock, locked, lockedOpening, planLockWait, planUnlock, takesLock } from "../../../src/core/plan/locked.ts";
import { planPrune } from "../../../src/core/plan/prune.ts";
import { aHost, aRelease, outline } from "../../support.ts";
import { aWorld } from "../../world.ts";

const release = aRelease();
const prune = planPrune(release);

describe("a plan with the deploy lock held", () => {
  it("takes it before anything else and gives it back last", () => {
    expect(outline(locked(release, prune, undefined))).toEqual([
      "lock ← ",
      "prune-containers 1.1.1.1 ← lock",
      "prune-images 1.1.1.1 ← prune-containers 1.1.1.1",
      expect.stringMatching(/^unlock ← lock, prune-containers 1\.1\.1\.1, prune-images 1\.1\.1\.1 /),
    ]);
  });

  it.each([
    ["something fails", { failing: "prune-containers 1.1.1.1" }, ["lock", "prune-containers 1.1.1.1", "unlock"]],
    [
      "it is cancelled",
      { cancelDuring: "prune-images 1.1.1.1" },
      ["lock", "prune-containers 1.1.1.1", "prune-images 1.1.1.1", "unlock"],
    ],
    ["the lock is somebody else's", { failing: "lock" }, ["lock"]],
  ])("keeps no lock of its own, and gives back no other, where %s", async (_, mishap, ran) => {
    const world = aWorld(mishap);
    await world.execute(locked(release, prune, undefined));
    expect(world.ran).toEqual(ran);
  });

  it("may go on in a plan after it, which gives the lock back", async () => {
    const world = aWorld();
    await world.execute(lockedOpening(release, prune, undefined));
    expect(world.ran).not.toContain("unlock");
    await world.execute(lastUnderLock(release, prune));
    expect(world.ran.at(-1)).toBe("unlock");
  });

  it("gives it back where the first of two fails", async () => {
    const world = aWorld({ failing: "prune-images 1.1.1.1" });
    await world.execute(lockedOpening(release, prune, undefined));
    expect(world.ran.at(-1)).toBe("unlock");
  });

  it("takes the lock of a run that is over over, and is else the same", () => {
    const [taking, ...others] = locked(release, prune, "Locked by: Ben").steps;
    expect(taking?.title).toBe("Take the deploy lock over");
    expect(others).toEqual(locked(release, prune, undefined).steps.slice(1));
  });

  it("keeps its forwards", () => {
    const forwards = [{ host: aHost("1.1.1.1"), port: 5000, stage: "act" } as const];
    for (const wrapped of [locked(release, { ...prune, forwards }, undefined), lastUnderLock(release, { ...prune, forwards })])
      expect(wrapped.forwards).toEqual(forwards);
  });
});

describe("waiting for the lock", () => {
  it("takes nothing, so that there is nothing to give back", () => {
    const { steps } = planLockWait(release, { seconds: 15, left: 900 });
    expect(steps.map(({ title, stage }) => ({ title, stage }))).toEqual([
      { title: "Wait for the deploy lock, 900 s at most", stage: "lock" },
    ]);
    expect(steps.some(takesLock)).toBe(false);
    expect(locked(release, prune, undefined).steps.map(takesLock)).toEqual([true, false, false, false]);
  });
});

describe("a plan beneath a run that holds the lock", () => {
  const beneath = aRelease({ underLock: true });

  it.each([
    ["all at once", locked(beneath, prune, undefined)],
    ["as the first of several", lockedOpening(beneath, prune, undefined)],
    ["as the last of several", lastUnderLock(beneath, prune)],
  ])("takes none and gives none back %s", (_, plan) => {
    expect(outline(plan)).toEqual(outline(prune));
  });

  it("has nothing to give back", () => {
    expect(planUnlock(beneath).steps).toEqual([]);
    expect(outline(planUnlock(release))).toEqual([expect.stringMatching(/^unlock ← /)]);
  });
});
