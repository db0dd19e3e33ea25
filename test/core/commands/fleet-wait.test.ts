import { spawn } from "node:child_process";
import { once } from "node:events";
import { utimesSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { arrive, beat, giveUp, showLock } from "../../../src/core/commands/fleet.ts";
import { agree, awaitFirst } from "../../../src/core/commands/fleet-wait.ts";
import { acquire } from "../../../src/core/commands/lock.ts";
import { script } from "../../../src/core/plan/script.ts";
import { lines, sh } from "../../../src/core/shell/sh.ts";
import { type AnyShell, shells } from "../../shell/shells.ts";
import { aConfig } from "../../support.ts";
import { aMeeting, aPrimaryHost, type PrimaryHost } from "../fleet.ts";

const first = aMeeting(1, 3);
const second = aMeeting(2, 3);
const third = aMeeting(3, 3);

async function met(shell?: AnyShell): Promise<PrimaryHost> {
  const host = aPrimaryHost(shell);
  for (const meeting of [first, second, third]) await host.run(arrive(meeting, "deploy 123"));
  return host;
}

const silence = (host: PrimaryHost, shard: number, seconds: number): void => {
  const then = Date.now() / 1000 - seconds;
  utimesSync(join(host.directory, `.kamal/fleet-app/run/${shard}.alive`), then, then);
};

const wentBack = (shard: number): string => `Shard ${shard}/3 did not come through, so all go back. Its job's log says why\n`;
const lastLine = (output: string): string => `${output.trimEnd().split("\n").at(-1)}\n`;

describe.concurrent.each(shells)("in $name", (shell) => {
  it("all shards stay once all of them are healthy", async () => {
    using host = await met(shell);
    const ends = await Promise.all([first, second, third].map((meeting) => host.run(agree(meeting))));
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it("a shard that fails has all go back, those that wait at once and those that come later", async () => {
    using host = await met(shell);
    const waiting = host.run(agree(first));
    expect((await host.run(giveUp(second))).code).toBe(0);
    const { code, output } = await waiting;
    expect({ code, why: lastLine(output) }).toEqual({ code: 1, why: wentBack(2) });
    expect(await host.run(agree(third))).toEqual({ code: 1, output: wentBack(2) });
  });

  it("the others wait for the first to have the lock, and then for its hosts to be healthy", async () => {
    using host = await met(shell);
    const locked = host.run(awaitFirst(second, "details"));
    await host.run(lines(acquire(aConfig(), "Locked by: Ann"), showLock(first)));
    expect((await locked).code).toBe(0);
    const healthy = host.run(awaitFirst(second, "healthy"));
    const all = [first, second, third].map((meeting) => host.run(agree(meeting)));
    expect((await healthy).code).toBe(0);
    expect((await Promise.all(all)).map(({ code }) => code)).toEqual([0, 0, 0]);
  });

  it("a shard that is silent for too long has all go back", async () => {
    using host = await met(shell);
    silence(host, 1, 61);
    const why = "Shard 1/3 has not been heard of for 60 s, so all go back\n";
    expect(await host.run(awaitFirst(second, "healthy"))).toMatchObject({ code: 1, output: expect.stringContaining(why) });
    expect(await host.run(giveUp(first))).toMatchObject({ code: 0 });
    expect((await host.run(agree(first))).output).toBe(why);
  });

  it("a shard that does not come has all go back", async () => {
    using host = aPrimaryHost(shell);
    await host.run(arrive(first, "deploy 123"));
    const { code, output } = await host.run(agree(aMeeting(1, 2, 0)));
    expect({ code, output }).toEqual({
      code: 1,
      output: expect.stringContaining("Shard 2/2 did not come within 0 s, so all go back. Were all jobs of this run started"),
    });
  });
});

it.concurrent("a shard that says that it is alive is waited for", async () => {
  using host = await met();
  silence(host, 1, 61);
  await host.run(beat(first));
  const waiting = host.run(awaitFirst(second, "healthy"));
  await host.run(sh`sleep 1`);
  await host.run(giveUp(third));
  expect(lastLine((await waiting).output)).toBe(wentBack(3));
});

it.concurrent("whatever happens at once, all shards come to the same decision", async () => {
  for (let race = 0; race < 6; race += 1) {
    using host = await met();
    const late = sh`sleep ${race * 0.01}`;
    const agreeing = [first, second, third].map((meeting) => host.run(agree(meeting)));
    const stopped = host.run(lines(late, giveUp(third)));
    const codes = (await Promise.all(agreeing)).map(({ code }) => code);
    const stays = (await stopped).code !== 0;
    expect(codes).toEqual(stays ? [0, 0, 0] : [1, 1, 1]);
  }
}, 60_000);

it.concurrent("waiting ends when nobody listens any more", async () => {
  using host = await met();
  const child = spawn("sh", ["-s"], { cwd: host.directory, stdio: ["pipe", "pipe", "ignore"] });
  child.stdin.end(script([agree(first)], "5eed"));
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [code, signal] = await once(child, "exit");
  expect({ code, signal }).not.toEqual({ code: 0, signal: null });
  expect((await host.run(giveUp(second))).code).toBe(0);
}, 30_000);
