import { existsSync, mkdirSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { allOver, arrive, beat, gather, giveUp, halt, leave, showLock } from "../../../src/core/commands/fleet.ts";
import { agree, awaitFirst } from "../../../src/core/commands/fleet-wait.ts";
import { acquire } from "../../../src/core/commands/lock.ts";
import type { Meeting } from "../../../src/core/host/fleet.ts";
import { lockDetails } from "../../../src/core/host/lock.ts";
import { type AnyShell, shells } from "../../shell/shells.ts";
import { aConfig, aRelease } from "../../support.ts";
import { aMeeting, aPrimaryHost, type PrimaryHost } from "../fleet.ts";

const config = aConfig();
const details = lockDetails(aRelease().lock);
const three = [aMeeting(1, 3), aMeeting(2, 3), aMeeting(3, 3)];
const [first = aMeeting(1, 3), second = aMeeting(2, 3), third = aMeeting(3, 3)] = three;

const meetingOf = ({ directory }: PrimaryHost, name = "run"): string => join(directory, ".kamal/fleet-app", name);
const isLocked = ({ directory }: PrimaryHost): boolean => existsSync(join(directory, ".kamal/lock-app"));
const old = (file: string, seconds: number): void => {
  const then = Date.now() / 1000 - seconds;
  utimesSync(file, then, then);
};

/** All three have come, and the first has the lock. */
async function met(shell?: AnyShell): Promise<PrimaryHost> {
  const host = aPrimaryHost(shell);
  for (const meeting of three) expect((await host.run(arrive(meeting, "deploy 123"))).code).toBe(0);
  expect((await host.run(acquire(config, details))).code).toBe(0);
  expect((await host.run(showLock(first))).code).toBe(0);
  return host;
}

const leaving = (meeting: Meeting) =>
  leave(meeting, `report ${meeting.fleet.shard.index}`, meeting === first ? details : undefined);

describe("coming to the meeting", () => {
  it("is for each shard once", async () => {
    using host = aPrimaryHost();
    const both = await Promise.all([host.run(arrive(second, "deploy 123")), host.run(arrive(second, "deploy 123"))]);
    expect(both.map(({ code }) => code).toSorted()).toEqual([0, 1]);
    expect(both.map(({ output }) => output).join("")).toBe("Shard 2/3 of this run is there already: each shard is for one job\n");
  });

  it("is for shards that are about to do the same", async () => {
    using host = aPrimaryHost();
    await host.run(arrive(first, "deploy 123 in 3 shards"));
    const { code, output } = await host.run(arrive(second, "deploy 124 in 3 shards"));
    expect({ code, output: output.trim() }).toEqual({
      code: 1,
      output:
        "The shards of this run do not agree. This one is to deploy 124 in 3 shards; the others are to deploy 123 in 3 shards",
    });
  });

  it("is too late once it is decided that all go back, and says why they do", async () => {
    using host = aPrimaryHost();
    await host.run(arrive(first, "deploy 123"));
    await host.run(giveUp(first));
    const { code, output } = await host.run(arrive(second, "deploy 123"));
    expect({ code, output }).toEqual({
      code: 1,
      output: "Shard 1/3 did not come through, so all go back. Its job's log says why\n",
    });
  });

  it("forgets the meetings of days ago and no others", async () => {
    using host = aPrimaryHost();
    for (const name of ["yesterday", "just-now"]) mkdirSync(meetingOf(host, name), { recursive: true });
    old(meetingOf(host, "yesterday"), 49 * 3600);
    await host.run(arrive(first, "deploy 123"));
    expect(readdirSync(meetingOf(host, "..")).filter((name) => name.startsWith("fleet-"))).toEqual(["fleet-app"]);
    expect(readdirSync(join(host.directory, ".kamal/fleet-app")).toSorted()).toEqual(["just-now", "run"]);
  });
});

describe.each(shells)("parting in $name", (shell) => {
  it("gives the lock back when the last one goes, who is told what all have to report", async () => {
    using host = await met(shell);
    expect(await host.run(leaving(third))).toMatchObject({ code: 0, output: "Shard 1 is still at work\n" });
    expect(await host.run(leaving(first))).toMatchObject({ code: 0, output: "Shard 2 is still at work\n" });
    expect(isLocked(host)).toBe(true);
    expect(await host.run(leaving(second))).toEqual({ code: 0, output: `${allOver}\n` });
    expect(await host.run(gather(second))).toEqual({ code: 0, output: "report 1\nreport 2\nreport 3\n" });
    expect(isLocked(host)).toBe(false);
  });

  it("waits neither for a shard that is silent nor for one that never came", async () => {
    using host = aPrimaryHost(shell);
    for (const meeting of [first, second]) await host.run(arrive(meeting, "deploy 123"));
    expect((await host.run(leaving(second))).output).toBe("Shard 1 is still at work\n");
    old(join(meetingOf(host), "1.alive"), 61);
    using other = aPrimaryHost(shell);
    await other.run(arrive(second, "deploy 123"));
    expect(await other.run(leaving(second))).toEqual({ code: 0, output: `${allOver}\n` });
    expect((await other.run(gather(second))).output).toBe("report 2\n");
  });
});

describe("parting", () => {
  it("makes exactly one of those that go at once the last, and the lock is free", async () => {
    for (let race = 0; race < 30; race += 1) {
      using host = await met();
      const ends = await Promise.all(three.map((meeting) => host.run(leaving(meeting))));
      expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
      expect(ends.filter(({ output }) => output.includes(allOver))).toHaveLength(1);
      expect(isLocked(host)).toBe(false);
    }
  }, 30_000);

  it("has all go back if this shard said nothing before", async () => {
    using host = await met();
    await host.run(leaving(third));
    expect((await host.run(giveUp(first))).code).toBe(0);
    expect((await host.run(arrive(second, "deploy 123"))).output).toContain("Shard 3/3 did not come through");
  });

  it("leaves a lock that is somebody else's by now", async () => {
    using host = await met();
    await host.run(acquire(config, details.replace("Ann", "Bob"), details));
    for (const meeting of three) await host.run(leaving(meeting));
    expect(isLocked(host)).toBe(true);
  });

  it("gives the lock back though its taker was ended before it could show it", async () => {
    using host = aPrimaryHost();
    await host.run(arrive(first, "deploy 123"));
    await host.run(acquire(config, details));
    await host.run(leaving(first));
    expect(isLocked(host)).toBe(false);
  });

  it("goes well for a shard that was silent for so long that the others told all without it", async () => {
    using host = await met();
    old(join(meetingOf(host), "2.alive"), 61);
    await host.run(leaving(first));
    expect((await host.run(leaving(third))).output).toContain(allOver);
    await host.run(beat(second));
    expect(await host.run(leaving(second))).toEqual({ code: 0, output: "All is told in the job of Shard 3/3\n" });
  });
});

describe("a shard that stops the rollout", () => {
  const stopped = "Shard 1/3 stopped the rollout, and what is live stays. Its job's log says why";

  it("stays, and keeps those from beginning that have not begun", async () => {
    using host = await met();
    expect((await host.run(halt(first))).code).toBe(0);
    const gate = await host.run(awaitFirst(second, "healthy"));
    expect({ code: gate.code, output: gate.output.trim() }).toEqual({ code: 1, output: stopped });
    expect((await host.run(halt(second))).code).toBe(0);
  });

  it("has those stay, too, that were healthy by then", async () => {
    using host = await met();
    await host.run(halt(first));
    const agreed = await host.run(agree(third));
    expect({ code: agreed.code, output: agreed.output.trim() }).toEqual({ code: 1, output: stopped });
    expect((await host.run(halt(third))).code).toBe(0);
  });

  it("goes back with all others where that was decided before", async () => {
    using host = await met();
    await host.run(giveUp(second));
    const { code, output } = await host.run(halt(first));
    expect({ code, output: output.trim() }).toEqual({
      code: 1,
      output: "Shard 2/3 did not come through, so all go back. Its job's log says why",
    });
  });

  it("stays where all were live before", async () => {
    using host = await met();
    await Promise.all(three.map((meeting) => host.run(agree(meeting))));
    expect((await host.run(halt(second))).code).toBe(0);
  });
});
