import { describe, expect, it } from "vitest";
import { lockHolder } from "../../../src/core/host/lock-holder.ts";
import { heldFromPerson, heldLock, lockStatusText, takenOverFrom, waitingFor } from "../../../src/core/report/held-lock.ts";
import { aConfig } from "../../support.ts";

const url = "https://github.com/acme/app/actions/runs/99";
const first = "Locked by: Bob at 2026-01-02T03:00:00Z\nVersion: 998\nMessage: Automatic deploy lock";
const ofRun = lockHolder(`${first}\nRun URL: ${url}\nRun id: 99\nAttempt: 1\nHost: runner-1\nToken: 0123456789abcdef`, {
  age: 754,
});
const ofKamal = lockHolder(first, { age: 754 });
const byHand = lockHolder("Locked by: Bob at 2026-01-02T03:00:00Z\nVersion: 998\nMessage: Friday", { age: 5 });
const config = aConfig();
const staging = { waited: undefined, config: aConfig({ destination: "staging" }) } as const;

describe("of a lock that is somebody else's, a person is told", () => {
  it("who holds it, since when, where to look, and how to wait", () => {
    expect(heldLock({ holder: ofRun, state: "live", waited: undefined, config }).split("\n")).toEqual([
      "The deploy lock is held, for 12 min so far:",
      ...first.split("\n"),
      `Run URL: ${url}`,
      "Host: runner-1",
      "That run still goes on. --lock-wait waits for it",
    ]);
  });

  it.each([
    [
      "may be nobody's any more",
      { ...staging, holder: ofKamal, state: "unknown" },
      "--lock-wait waits for it; if nobody deploys any more, `landfall lock release -d staging` gives it back",
    ],
    [
      "was waited for in vain",
      { ...staging, holder: ofKamal, state: "unknown", waited: 900 },
      "This waited 15 min for it; if nobody deploys any more, `landfall lock release -d staging` gives it back",
    ],
    [
      "could not be taken over",
      { ...staging, holder: ofRun, state: "over" },
      "That run is over, but its lock could not be taken over; `landfall lock release -d staging` gives it back",
    ],
    [
      "is a person's",
      { ...staging, holder: byHand, state: "unknown" },
      "A person took it, so this does not wait for it; `landfall lock release -d staging` gives it back",
    ],
  ] as const)("what to do where it %s", (_, held, advice) => {
    expect(heldLock(held).split("\n").at(-1)).toBe(advice);
  });

  it("when its run was last heard of, where it shows that it lives", () => {
    const beating = lockHolder(`${first}\nHeartbeat: every 15 s`, { age: 754, silence: 8 });
    const text = heldLock({ holder: beating, state: "unknown", waited: undefined, config });
    expect(text).toContain("The deploy lock is held, for 12 min so far, last heard of 8 s ago:\nLocked by: Bob");
    expect(text).not.toContain("Heartbeat");
    expect(text.split("\n").at(-1)).toBe(
      "Once nothing was heard of that run for 2 min, the next deploy takes it over. --lock-wait waits for it; if nobody deploys any more, `landfall lock release` gives it back",
    );
    expect(lockStatusText({ ...beating, state: "over" })).toContain("Held for 12 min, last heard of 8 s ago\nIts run is over");
  });

  it("whose it was once it is taken over, and how that run is known to be over", () => {
    expect(takenOverFrom(ofRun)).toBe(`The deploy lock of ${url}, which is over, was taken over`);
    const silent = lockHolder(`${first}\nHeartbeat: every 15 s`, { age: 754, silence: 700 });
    expect(takenOverFrom(silent)).toBe(
      "The deploy lock of Bob at 2026-01-02T03:00:00Z, which was last heard of 11 min ago and is over, was taken over",
    );
  });

  it("what to do where it was to be taken by hand", () => {
    expect(heldFromPerson(ofKamal, {})).toMatch(/`landfall lock release` gives it back, whoever took it$/);
  });

  it("whom one waits for, and for how long", () => {
    expect(waitingFor(ofRun, 900)).toBe(
      `The deploy lock is held: ${url}, Locked by: Bob at 2026-01-02T03:00:00Z, Version: 998. Waiting for it, 15 min at most`,
    );
    expect(waitingFor(lockHolder(""), 10)).toContain("held: a run that has just begun.");
  });
});

describe("the lock's status", () => {
  it("says how old the lock is, and what became of its run", () => {
    expect(lockStatusText({ ...ofKamal, state: "unknown" })).toBe(`${first}\nHeld for 12 min`);
    expect(lockStatusText({ ...ofRun, state: "live" })).toMatch(/Held for 12 min\nIts run still goes on$/);
    expect(lockStatusText({ ...ofRun, state: "over" })).toMatch(/Its run is over: the next deploy takes it over$/);
  });
});
