import { describe, expect, it } from "vitest";
import { takenOver } from "../../../src/core/commands/lock.ts";
import { ledgerLine, readLedger } from "../../../src/core/report/ledger.ts";
import { recordOf } from "../../../src/core/report/record.ts";
import { aRelease, theSecrets } from "../../support.ts";
import { aRecord } from "./record.ts";
import { aReport, deployed, ended } from "./run.ts";

const release = aRelease({ secrets: theSecrets({ TOKEN: "s3cret-value" }) });
const aFailure = { host: "1.1.1.1", title: "Boot web", reason: "no space left" };

describe("what is kept of a run", () => {
  it("is read again as it was", () => {
    const line = ledgerLine(aRecord(), release);
    expect(line).not.toContain("\n");
    expect(readLedger(line)).toEqual({
      unreadable: 0,
      entries: [
        {
          ...{ at: "2026-01-02T03:04:05.000Z", seconds: 12.5, command: "deploy", version: "999", previous: "123" },
          ...{ image: "acme/app:999", ending: "succeeded", rolledBack: false, hosts: 2, performer: release.performer },
          ...{ stages: { pull: 5.5, boot: 6.5, retire: 0.5 }, failures: [] },
        },
      ],
    });
  });

  it("names the run that was cut off before it, which could keep nothing itself", () => {
    const taken = ended("lock", "lock", "Take the deploy lock over", {
      output: `${takenOver}: Ben at 2026-01-02T03:00:00Z, 998\n`,
    });
    const record = recordOf(aReport({ outcomes: [taken, ...deployed] }));
    expect(readLedger(ledgerLine(record, release)).entries[0]?.tookOver).toBe("Ben at 2026-01-02T03:00:00Z, 998");
  });

  it("names the run of the CI", () => {
    const { lock } = release;
    const run = { ...lock.run, url: "https://github.com/acme/app/actions/runs/1" };
    expect(readLedger(ledgerLine(aRecord(), { ...release, lock: { ...lock, run } })).entries[0]?.run).toBe(run.url);
  });

  it("holds no secret, nothing that a container printed, and nothing that steers a terminal", () => {
    const failures = [{ ...aFailure, reason: "\x1b[31mdenied: s3cret-value", container: "password=hunter2" }];
    const line = ledgerLine(aRecord({ ending: "failed", failures }), release);
    expect(line).not.toMatch(/s3cret-value|hunter2|\\u001b/);
    expect(readLedger(line).entries[0]?.failures).toEqual([{ ...aFailure, reason: "denied: [TOKEN]" }]);
  });

  it("stays short whatever fails", () => {
    const reason = `It failed${"x".repeat(100_000)}\nThe port is wrong`;
    const line = ledgerLine(aRecord({ failures: Array.from({ length: 500 }, () => ({ ...aFailure, reason })) }), release);
    expect(line.length).toBeLessThan(10_000);
    expect(readLedger(line).entries[0]?.failures[0]?.reason).toMatch(/^It failedx+ \[\.\.\.\] x+\nThe port is wrong$/);
  });
});

describe("reading the ledger", () => {
  const line = (version: string): string => ledgerLine(aRecord({ version }), release);

  it("shows the newest first", () => {
    expect(readLedger(`${line("1")}\n${line("2")}\n`).entries.map(({ version }) => version)).toEqual(["2", "1"]);
  });

  it("passes over what is damaged, counts it, and loses nothing else", () => {
    const damaged = [line("1"), line("2").slice(0, 40), "not JSON", '{"at":"yesterday"}', "", line("3")].join("\n");
    const { entries, unreadable } = readLedger(damaged);
    expect(entries.map(({ version }) => version)).toEqual(["3", "1"]);
    expect(unreadable).toBe(3);
  });

  it("reads what a later version of us adds to", () => {
    const later = JSON.stringify({ ...JSON.parse(line("1")), stages: { pull: 1, teleport: 2 }, mood: "good" });
    expect(readLedger(later)).toMatchObject({ unreadable: 0, entries: [{ version: "1", stages: { teleport: 2 } }] });
  });
});
