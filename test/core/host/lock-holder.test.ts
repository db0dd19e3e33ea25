import { describe, expect, it } from "vitest";
import { lockDetails } from "../../../src/core/host/lock.ts";
import {
  holderFrom,
  isEarlierStep,
  isSilent,
  type LockHolder,
  lockHolder,
  verdictOn,
} from "../../../src/core/host/lock-holder.ts";
import { aConfig, aLandfall, aRelease } from "../../support.ts";

const url = "https://github.com/acme/app/actions/runs/99";
const { lock } = aRelease();
const ofRun = lockDetails({ ...lock, run: { ...lock.run, url, id: "99", attempt: "2" } });
const ofKamal = "Locked by: Bob at 2026-01-02T03:00:00Z\nVersion: 998\nMessage: Automatic deploy lock";
const byHand = lockDetails({ ...lock, message: "Friday", run: { ...lock.run, url, id: "99", attempt: "2" } });

describe("who holds a lock", () => {
  it("is a run of a CI, if its details name one", () => {
    expect(lockHolder(ofRun)).toMatchObject({ run: { url, id: "99", attempt: "2" }, isAutomatic: true });
  });

  it("is no run where Kamal took it, or we in a terminal", () => {
    expect(lockHolder(ofKamal)).toMatchObject({ run: undefined, isAutomatic: true });
    expect(lockHolder(lockDetails(lock))).toMatchObject({ run: undefined, isAutomatic: true });
  });

  it("is a person where the message is one's own, even from a job", () => {
    expect(lockHolder(byHand)).toMatchObject({ run: undefined, isAutomatic: false });
    expect(lockHolder("hands off!")).toMatchObject({ run: undefined, isAutomatic: false });
  });

  it("is somebody who is just taking it where it says nothing yet", () => {
    expect(lockHolder("")).toMatchObject({ run: undefined, isAutomatic: true });
  });

  it("is read from what a server says, whatever a shell complained of before", () => {
    const said = `sh: 1: flock: not found\nThe deploy lock is held, for 754 s so far:\n${ofRun}\n`;
    expect(holderFrom(said)).toEqual(lockHolder(ofRun, { age: 754 }));
    expect(holderFrom("")).toBeUndefined();
  });

  it("was last heard of when the server says so, if its run shows that it lives at all", () => {
    const beating = lockDetails({ ...aRelease().lock, beats: true });
    const said = (details: string): string => `The deploy lock is held, for 754 s so far, last heard of 8 s ago:\n${details}\n`;
    expect(holderFrom(said(beating))).toMatchObject({ details: beating, age: 754, silence: 8 });
    expect(holderFrom(said(ofKamal))).toMatchObject({ age: 754, silence: undefined });
  });

  it("is silent once it was not heard of for longer than anything that it began may go on", () => {
    const config = aConfig({ deployTimeout: 30, drainTimeout: 30 });
    const heardOf = (silence: number | undefined): LockHolder =>
      lockHolder(lockDetails({ ...aRelease().lock, beats: true }), { silence });
    expect([120, 121, undefined].map((seconds) => isSilent(heardOf(seconds), config))).toEqual([false, true, false]);
    const landfall = aLandfall({ release: { command: "bin/rails db:migrate", role: "web", timeout: 900 } });
    expect([1020, 1021].map((seconds) => isSilent(heardOf(seconds), { ...config, landfall }))).toEqual([false, true]);
  });
});

describe("a step of this job that is over", () => {
  const own = { url, id: "99", attempt: "2", machine: "GitHub Actions 7", step: "__run_2" };
  const heldBy = (run: Partial<typeof lock.run>) =>
    lockHolder(lockDetails({ ...lock, run: { ...lock.run, ...own, step: "deploy", ...run } }));

  it("is another step of the same attempt of the same run on the same runner", () => {
    expect(isEarlierStep(heldBy({}), own)).toBe(true);
  });

  it.each([
    ["of another shard or job, on another runner", { machine: "GitHub Actions 8" }],
    ["of an earlier attempt", { attempt: "1" }],
    ["of another run", { url: "https://github.com/acme/app/actions/runs/98", id: "98" }],
    ["that runs beside this in one step", { step: own.step }],
    ["that all shards share, which names no step", { step: undefined }],
    ["of a terminal", { url: undefined, id: undefined, attempt: undefined, step: undefined }],
  ])("is none %s", (_, run) => {
    expect(isEarlierStep(heldBy(run), own)).toBe(false);
  });

  it("is not known in a terminal, nor where a person took the lock in the job", () => {
    const terminal = { ...own, url: undefined, id: undefined, attempt: undefined, step: undefined };
    expect(isEarlierStep(heldBy({}), terminal)).toBe(false);
    const run = { ...lock.run, ...own, step: "deploy" };
    expect(isEarlierStep(lockHolder(lockDetails({ ...lock, message: "Friday", run })), own)).toBe(false);
  });
});

describe("a lock that is held", () => {
  it.each([
    ["of a run that is over", ofRun, true, false, "take over"],
    ["of a run that is over, by one that may wait", ofRun, true, true, "take over"],
    ["of a run that may be live", ofRun, false, true, "wait"],
    ["of a run that may be live, with no time left", ofRun, false, false, "give up"],
    ["of Kamal", ofKamal, false, true, "wait"],
    ["of Kamal, whatever else is over", ofKamal, true, false, "give up"],
    ["of a person", byHand, true, true, "give up"],
  ])("%s is one to %5$s", (_, details, isOver, mayWait, verdict) => {
    expect(verdictOn(lockHolder(details), { isOver, mayWait })).toBe(verdict);
  });

  it("of a run that no CI knows is one to take over once it has fallen silent", () => {
    const silent = lockHolder(lockDetails({ ...aRelease().lock, beats: true }), { silence: 500 });
    expect(verdictOn(silent, { isOver: true, mayWait: false })).toBe("take over");
  });
});
