import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "../../../src/core/report/ledger.ts";
import { describeLedger } from "../../../src/core/report/past-deploys.ts";

const entry = (over: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{ at: "2026-01-02T03:04:05.000Z", seconds: 12.5, command: "deploy", version: "9".repeat(40), previous: "123" },
  ...{ image: "acme/app:999", ending: "succeeded", rolledBack: false, hosts: 2, performer: "ann@example.com" },
  ...{ stages: {}, failures: [], ...over },
});
const reason =
  "Error: target failed to become healthy\nLikely cause: The app answers /up with 503\nWhat to do: Look at its last lines";
const unhealthy = { host: "1.1.1.1", title: "Send web traffic to 999", reason };
const failures = [{ host: "1.1.1.1", title: "Boot web", reason: "no space left\nat all" }];

describe("the last deploys, for people", () => {
  it("are a row each, with why one failed", () => {
    const entries = [
      entry({ ending: "failed", rolledBack: true, failures }),
      entry({ command: "rollback", ending: "cancelled" }),
      entry({ ending: "failed", failures: [unhealthy] }),
      entry({ tookOver: `Ben at 2026-01-02T03:00:00Z, ${"8".repeat(40)}` }),
    ];
    expect(describeLedger({ entries, unreadable: 0 }).split("\n")).toEqual([
      "BEGAN              COMMAND   VERSION  BEFORE  ENDED                AFTER   HOSTS  BY               WHY",
      "2026-01-02T03:04Z  deploy    9999999  123     failed, rolled back  12.5 s  2      ann@example.com  1.1.1.1: Boot web: no space left",
      "2026-01-02T03:04Z  rollback  9999999  123     cancelled            12.5 s  2      ann@example.com",
      "2026-01-02T03:04Z  deploy    9999999  123     failed               12.5 s  2      ann@example.com  1.1.1.1: The app answers /up with 503",
      "2026-01-02T03:04Z  deploy    9999999  123     succeeded            12.5 s  2      ann@example.com  Took the lock over from Ben at 2026-01-02T03:00:00Z, 8888888, which was cut off",
    ]);
  });

  it("say so where there are none, and where some cannot be read", () => {
    expect(describeLedger({ entries: [], unreadable: 0 })).toBe("No deploy is on record on the primary host.");
    expect(describeLedger({ entries: [entry()], unreadable: 2 })).toContain("2 of the lines on the server cannot be read");
  });

  it("steer no terminal, whatever stands in the file", () => {
    expect(describeLedger({ entries: [entry({ performer: "\x1b]0;pwned\x07ann" })], unreadable: 0 })).not.toMatch(/\x1b|pwned/);
  });
});
