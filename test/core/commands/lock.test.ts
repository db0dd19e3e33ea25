import { describe, expect, it } from "vitest";
import { acquire, beat, forceRelease, heldExitCode, release, status, waitFor } from "../../../src/core/commands/lock.ts";
import { encodeLock, lockDetails } from "../../../src/core/host/lock.ts";
import { holderFrom } from "../../../src/core/host/lock-holder.ts";
import { lines, sh } from "../../../src/core/shell/sh.ts";
import { aHome, type Home } from "../../shell/home.ts";
import { aConfig, aRelease } from "../../support.ts";
import { decoded, file, manual, ours, theirs } from "./locks.ts";

const config = aConfig();

/** As Kamal writes it: `echo` adds a line feed of its own. */
function heldBy(details: string): Home {
  const home = aHome();
  home.write(file, `${encodeLock(details)}\n`);
  home.write("naps", "");
  home.install("sleep", "echo $1 >> naps", "[ ! -e on-sleep ] || sh on-sleep");
  return home;
}

const naps = (home: Home): string[] => home.read("naps").split("\n").slice(0, -1);

describe("taking the lock", () => {
  it("leaves a directory with the details in it", async () => {
    using home = aHome();
    expect(await home.run(acquire(config, ours))).toEqual({ code: 0, output: "" });
    expect(decoded(home)).toBe(ours);
  });

  it("says whose it is when it is taken, and leaves it alone", async () => {
    using home = heldBy(theirs);
    const { code, output } = await home.run(acquire(config, ours));
    expect(code).toBe(heldExitCode);
    expect(output).toContain(theirs);
    expect(decoded(home)).toBe(theirs);
  });

  it("gives it to one of two that ask at once", async () => {
    using home = aHome();
    const asking = [ours, theirs].map(async (details) => (await home.run(acquire(config, details))).code);
    const codes = await Promise.all(asking);
    expect(codes.toSorted((a, b) => a - b)).toEqual([0, heldExitCode]);
    expect(decoded(home)).toBe(codes[0] === 0 ? ours : theirs);
  });

  it("keeps those of different services and destinations apart", async () => {
    using home = heldBy(theirs);
    expect((await home.run(acquire(aConfig({ service: "other" }), ours))).code).toBe(0);
    expect((await home.run(acquire(aConfig({ destination: "staging" }), ours))).code).toBe(0);
    expect(home.has(".kamal/lock-other/details") && home.has(".kamal/lock-app-staging/details")).toBe(true);
  });

  it("says held of a lock that says nothing that can be read", async () => {
    using home = heldBy("");
    home.write(file, "taken by hand, hands off!\n");
    expect((await home.run(acquire(config, ours))).code).toBe(heldExitCode);
  });

  it("keeps no lock that it cannot write its details into, on a full disk", async () => {
    using home = aHome();
    home.install("mkdir", '/bin/mkdir "$@" || exit 1', 'case "$*" in .kamal/lock-app) /bin/mkdir .kamal/lock-app/details;; esac');
    expect((await home.run(acquire(config, ours))).code).toBe(1);
    expect(home.has(".kamal/lock-app")).toBe(false);
  });

  it("keeps the lock that it takes when the holder gives it back between two looks", async () => {
    using home = heldBy(theirs);
    home.install(
      "mkdir",
      'case "$*" in .kamal/lock-app) [ -e tried ] || { : > tried; rm -r .kamal/lock-app; exit 1; };; esac',
      'exec /bin/mkdir "$@"',
    );
    const { code } = await home.run(acquire(config, ours));
    expect({ code, held: home.has(".kamal/lock-app") }).toEqual({ code: 0, held: true });
    expect(decoded(home)).toBe(ours);
  });

  it("writes its details even if it is told to end in that moment, so that it can be given back", async () => {
    using home = aHome();
    home.install("mkdir", '/bin/mkdir "$@"', 'case "$*" in .kamal/lock-app) kill $PPID;; esac');
    await home.run(acquire(config, ours));
    expect(decoded(home)).toBe(ours);
  });

  it("fails, but not as if it were held, where nothing can be written", async () => {
    using home = aHome();
    home.write(".kamal", "a file\n");
    const { code, output } = await home.run(acquire(config, ours));
    expect([0, heldExitCode]).not.toContain(code);
    expect(output).toMatch(/\.kamal/);
  });
});

describe("waiting for the lock", () => {
  it("ends once it is given back, and takes nothing", async () => {
    using home = heldBy(theirs);
    home.write("on-sleep", "[ $(wc -l < naps) -lt 2 ] || rm -rf .kamal/lock-app\n");
    expect(await home.run(waitFor(config, 30))).toEqual({ code: 0, output: "" });
    expect(naps(home)).toEqual(["1", "1"]);
    expect(home.has(".kamal/lock-app")).toBe(false);
  });

  it("ends once somebody else holds it, and says who", async () => {
    using home = heldBy(theirs);
    home.write("on-sleep", `printf %s '${encodeLock(manual)}' > ${file}\n`);
    const { code, output } = await home.run(waitFor(config, 30));
    expect({ code, naps: naps(home) }).toEqual({ code: 0, naps: ["1"] });
    expect(holderFrom(output)?.details).toBe(manual);
  });

  it("ends when its time is over, and says who holds it", async () => {
    using home = heldBy(theirs);
    const { code, output } = await home.run(waitFor(config, 3));
    expect({ code, naps: naps(home) }).toEqual({ code: 0, naps: ["1", "1", "1"] });
    expect(holderFrom(output)?.details).toBe(theirs);
  });

  it("waits for one that was taken this moment and has no details yet", async () => {
    using home = heldBy("");
    await home.run(forceRelease(config));
    home.write(".kamal/lock-app/.keep", "");
    home.write("on-sleep", "rm -rf .kamal/lock-app\n");
    expect(await home.run(waitFor(config, 30))).toEqual({ code: 0, output: "" });
    expect(naps(home)).toEqual(["1"]);
  });
});

describe("giving the lock back", () => {
  it("leaves nothing of it", async () => {
    using home = aHome();
    await home.run(acquire(config, ours));
    expect(await home.run(release(config, ours))).toEqual({ code: 0, output: "" });
    expect(home.has(".kamal/lock-app")).toBe(false);
  });

  it("leaves one that is somebody else's", async () => {
    using home = heldBy(theirs);
    const { code, output } = await home.run(release(config, ours));
    expect({ code, output }).toEqual({ code: 0, output: "The lock is not this run's; it stays\n" });
    expect(decoded(home)).toBe(theirs);
  });

  it("leaves one that another run of the same person took in the same second", async () => {
    using home = aHome();
    const { lock } = aRelease();
    const other = lockDetails({ ...lock, run: { ...lock.run, token: "fedcba9876543210" } });
    await home.run(acquire(config, other));
    await home.run(release(config, ours));
    expect(decoded(home)).toBe(other);
  });

  it("is no failure when it is gone", async () => {
    using home = aHome();
    expect((await home.run(release(config, ours))).code).toBe(0);
  });

  it("can be forced, whoever took it", async () => {
    using home = heldBy(theirs);
    expect((await home.run(forceRelease(config))).code).toBe(0);
    expect(home.has(".kamal/lock-app")).toBe(false);
    expect(await home.run(forceRelease(config))).toEqual({ code: 0, output: "There is no deploy lock\n" });
  });
});

describe("a run that holds the lock", () => {
  const heartbeat = ".kamal/lock-app/heartbeat";
  const old = sh`touch -d ${"100 seconds ago"} ${heartbeat}`;
  const beating = lockDetails({ ...aRelease().lock, beats: true });
  const silence = async (home: Home): Promise<number | undefined> => holderFrom((await home.run(status(config))).output)?.silence;

  it("shows that it lives, and leaves the details as they are", async () => {
    using home = aHome();
    await home.run(acquire(config, beating));
    await home.run(old);
    expect(await silence(home)).toBeGreaterThanOrEqual(100);
    expect(await home.run(beat(config, beating))).toEqual({ code: 0, output: "" });
    expect(await silence(home)).toBeLessThan(100);
    expect(decoded(home)).toBe(beating);
  });

  it("is as old as it was, however often it shows that it lives", async () => {
    using home = aHome();
    await home.run(lines(acquire(config, beating), sh`touch -d ${"100 seconds ago"} ${file}`, beat(config, beating)));
    expect(holderFrom((await home.run(status(config))).output)?.age).toBeGreaterThanOrEqual(100);
  });

  it("shows nothing of a lock that is somebody else's, and is told whose", async () => {
    using home = aHome();
    await home.run(lines(acquire(config, theirs), old));
    const { code, output } = await home.run(beat(config, beating));
    expect({ code, holder: holderFrom(output)?.details }).toEqual({ code: heldExitCode, holder: theirs });
    expect(await silence(home)).toBe(undefined);
    expect(await home.run(sh`[ $(($(date +%s) - $(stat -c %Y ${heartbeat}))) -ge 100 ]`)).toEqual({ code: 0, output: "" });
  });

  it("is told that nobody has a lock that is gone", async () => {
    using home = aHome();
    expect(await home.run(beat(config, beating))).toEqual({ code: heldExitCode, output: "" });
    home.write(".kamal/lock-app/.keep", "");
    expect((await home.run(beat(config, beating))).code).toBe(heldExitCode);
  });

  it("does not take a lock for lost that it merely cannot read", async () => {
    using home = aHome();
    await home.run(acquire(config, beating));
    home.install("cat", "exit 1");
    expect((await home.run(beat(config, beating))).code).toBe(1);
  });

  it("makes no file that could be in the way of whoever releases the lock", async () => {
    using home = heldBy(beating);
    await home.run(beat(config, beating));
    expect(home.has(heartbeat)).toBe(false);
  });

  it("leaves nothing that Kamal's release would not remove", async () => {
    using home = aHome();
    await home.run(lines(acquire(config, beating), beat(config, beating)));
    // lib/kamal/commands/lock.rb, release
    expect(await home.run(sh`rm .kamal/lock-app/details && rm -r .kamal/lock-app`)).toEqual({ code: 0, output: "" });
  });
});

describe("the lock's status", () => {
  it("is who holds it, and for how long", async () => {
    using home = heldBy(theirs);
    const { output } = await home.run(lines(sh`touch -d ${"100 seconds ago"} ${file}`, status(config)));
    const { details, age = 0 } = holderFrom(output) ?? {};
    expect({ details, isRight: age >= 100 && age < 160 }).toEqual({ details: theirs, isRight: true });
  });

  it("is whatever somebody wrote by hand", async () => {
    using home = heldBy("");
    home.write(file, "taken by hand, hands off!\n");
    expect(holderFrom((await home.run(status(config))).output)?.details).toBe("taken by hand, hands off!");
  });

  it("is nothing where nobody holds it", async () => {
    using home = aHome();
    expect(await home.run(status(config))).toEqual({ code: 0, output: "" });
  });
});
