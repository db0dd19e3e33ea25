import { describe, expect, it } from "vitest";
import { acquire, heldExitCode, takenOver } from "../../../src/core/commands/lock.ts";
import { encodeLock } from "../../../src/core/host/lock.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aHome, type Home } from "../../shell/home.ts";
import { aConfig } from "../../support.ts";
import { decoded, file, manual, ours, theirs } from "./locks.ts";

const config = aConfig();

function heldBy(details: string): Home {
  const home = aHome();
  home.write(file, encodeLock(details));
  return home;
}

describe("taking a lock over", () => {
  it("needs the lock to be the one whose run is over", async () => {
    using home = heldBy(theirs);
    expect(await home.run(acquire(config, ours, theirs))).toEqual({
      code: 0,
      output: `${takenOver}: Bob at 2026-01-02T03:00:00Z, 998\n`,
    });
    expect(decoded(home)).toBe(ours);
  });

  it("shows that its new run lives before it can be seen to be its own", async () => {
    using home = heldBy(theirs);
    home.write(".kamal/lock-app/heartbeat", "");
    await home.run(sh`touch -d ${"1000 seconds ago"} .kamal/lock-app/heartbeat`);
    home.install("mv", "stat -c %Y heartbeat > seen", 'exec /bin/mv "$@"');
    await home.run(acquire(config, ours, theirs));
    expect(Date.now() / 1000 - Number(home.read(".kamal/lock-app/seen"))).toBeLessThan(500);
  });

  it("leaves the lock of anybody else", async () => {
    using home = heldBy(manual);
    expect(await home.run(acquire(config, ours, theirs))).toMatchObject({ code: heldExitCode });
    expect(decoded(home)).toBe(manual);
  });

  it("takes one that was given back meanwhile as any other", async () => {
    using home = aHome();
    expect(await home.run(acquire(config, ours, theirs))).toEqual({ code: 0, output: "" });
    expect(decoded(home)).toBe(ours);
  });

  it("is done by exactly one of several that try at once, and what it writes stays", { timeout: 30_000 }, async () => {
    for (let race = 0; race < 20; race += 1) {
      using home = heldBy(theirs);
      const takers = ["1", "2", "3", "4"].map((name) => ours.replace("Ann", name));
      const codes = await Promise.all(takers.map(async (taker) => (await home.run(acquire(config, taker, theirs))).code));
      expect(codes.toSorted((a, b) => a - b)).toEqual([0, heldExitCode, heldExitCode, heldExitCode]);
      expect(decoded(home)).toBe(takers[codes.indexOf(0)]);
    }
  });

  it("is not kept from others by one that was killed in the midst of it", async () => {
    using home = heldBy(theirs);
    home.install("mv", "kill -9 $PPID");
    await home.run(acquire(config, "Locked by: Killed", theirs)).catch(() => {});
    home.install("mv", 'exec /bin/mv "$@"');
    expect((await home.run(acquire(config, ours, theirs))).code).toBe(0);
    expect(decoded(home)).toBe(ours);
  });

  it("leaves a lock alone that was given back and taken anew in the midst of it", async () => {
    using home = heldBy(theirs);
    const anew = "rm -r .kamal/lock-app; mkdir .kamal/lock-app; printf %s newer > .kamal/lock-app/details";
    home.install("mv", `(cd ../..; ${anew})`, 'exec /bin/mv "$@"');
    expect((await home.run(acquire(config, ours, theirs))).code).toBe(heldExitCode);
    expect(home.read(file)).toBe("newer");
  });

  it("is not done where the details cannot be written, on a full disk", async () => {
    using home = heldBy(theirs);
    home.write(".kamal/lock-app/next/full", "");
    expect((await home.run(acquire(config, ours, theirs))).code).toBe(heldExitCode);
    expect(decoded(home)).toBe(theirs);
  });

  it("is not done where the server has no flock", async () => {
    using home = heldBy(theirs);
    home.install("flock", "exit 127");
    expect((await home.run(acquire(config, ours, theirs))).code).toBe(heldExitCode);
    expect(decoded(home)).toBe(theirs);
  });

  it("leaves a lock that Kamal can give back", async () => {
    using home = heldBy(theirs);
    await home.run(acquire(config, ours, theirs));
    const kamals = sh`rm .kamal/lock-app/details && rm -r .kamal/lock-app`;
    expect((await home.run(kamals)).code).toBe(0);
    expect(home.has(".kamal/lock-app")).toBe(false);
  });
});
