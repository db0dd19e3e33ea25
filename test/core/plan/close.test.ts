import { describe, expect, it } from "vitest";
import { planClose, planHistory, planRecord } from "../../../src/core/plan/close.ts";
import { lastUnderLock } from "../../../src/core/plan/locked.ts";
import { hasFailed } from "../../../src/core/report/report.ts";
import { aConfig, aRelease, aRole, commandOf, outline } from "../../support.ts";
import { aWorld } from "../../world.ts";

const config = aConfig({ roles: [aRole({ hosts: ["a", "b"] })] });
const release = aRelease({ config });
const record = '{"version":"999"}';

describe("the end of a run", () => {
  it("gives the lock back, then keeps the record, on the primary host", () => {
    expect(outline(planClose(release, record))).toEqual(["unlock ←  (always)", "record a ← unlock"]);
    expect(commandOf(planClose(release, record), "record a")).toContain(`printf '%s\\n' '${record}'`);
  });

  it("does both though the run is cancelled", async () => {
    const world = aWorld({ cancelled: true });
    await world.execute(planClose(release, record));
    expect(world.ran).toEqual(["unlock", "record a"]);
  });

  it("is a failure where the lock could not be given back", async () => {
    expect(hasFailed(await aWorld({ failing: "unlock" }).execute(planClose(release, record)))).toBe(true);
  });

  it("gives no lock back beneath a run that holds it, and is recorded all the same", async () => {
    const beneath = aRelease({ config, underLock: true });
    const world = aWorld({ cancelled: true });
    await world.execute(planClose(beneath, record));
    expect(world.ran).toEqual(["record a"]);
  });

  it("asks for the lock by the very command that other runs do", () => {
    const { steps } = lastUnderLock(release, { title: "", steps: [] });
    expect(commandOf(planClose(release, record), "unlock")).toBe(String(steps[0]?.run));
  });
});

describe("the record of a run that got no further than the lock", () => {
  it("is kept in any case", () => {
    expect(outline(planRecord(release, record))).toEqual(["record a ←  (always)"]);
  });
});

describe("what became of the last deploys", () => {
  it("is asked of the primary host alone", () => {
    expect(outline(planHistory(release))).toEqual(["history a ← "]);
    expect(commandOf(planHistory(release), "history a")).toBe("tail -n 50 .kamal/app-deploys.jsonl 2>/dev/null || true");
  });
});
