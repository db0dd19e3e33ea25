import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseKnownHosts } from "../../src/core/host/known-hosts.ts";
import type { Batch } from "../../src/core/plan/batch.ts";
import { type Outcome, type RemoteStep, runner, type Step, stepId } from "../../src/core/plan/plan.ts";
import { OutOfTime } from "../../src/core/plan/time-limit.ts";
import { failures } from "../../src/core/report/failures.ts";
import { type Shell, sh } from "../../src/core/shell/sh.ts";
import { execute } from "../../src/engine/execute.ts";
import { Hosts } from "../../src/engine/hosts.ts";
import { usualPatience } from "../../src/engine/ssh/connect.ts";
import { HostKeys } from "../../src/engine/ssh/host-keys.ts";
import { sshPool } from "../../src/engine/ssh/pool.ts";
import { isAlive } from "../processes.ts";
import { endings } from "../support.ts";
import { aLogin } from "./ssh/visit.ts";
import { type Sshd, startSshd } from "./sshd.ts";

describe("a step that does not end by itself", () => {
  const never = new AbortController().signal;
  let server: Sshd;
  let hosts: Hosts;
  const heard: string[] = [];

  beforeAll(async () => {
    server = await startSshd();
    const hostKeys = new HostKeys({ mode: "strict", known: parseKnownHosts(server.knownHosts) });
    const pool = sshPool({ login: async () => aLogin(server), hostKeys, maxConcurrentStarts: 5, patience: usualPatience });
    const listening = {
      redact: (text: string) => text,
      onOutput: (_: Step, text: string) => void heard.push(text),
      onAnswer: () => {},
    };
    hosts = new Hosts(pool, listening, (step) => step.limit);
  });

  afterAll(async () => {
    hosts.close();
    await server.stop();
  });

  const there = (id: string, run: Shell, more: Partial<RemoteStep> = {}): RemoteStep => ({
    ...{ id: stepId(id), title: id, stage: "boot", host: server.host, run, needs: [], ...more },
  });
  const effects = () => ({ run: hosts.run, now: () => Date.now(), started: () => {}, settled: () => {} });
  const outcomesOf = (...steps: readonly Step[]): Promise<Outcome[]> =>
    execute({ title: "", steps }, effects(), { cancel: never, halt: never });

  it("is stopped on its server, has failed, and what cleans up after it has its turn there", async () => {
    const hangs = there("hangs", sh`sleep 61 & echo $! > pids; echo $$ >> pids; wait`, { limit: 1 });
    const next = there("next", sh`true`, { needs: [hangs.id] });
    const undo = there("undo", sh`cat pids`, { needs: [], cleansUp: { after: [hangs.id], onlyIfFailed: [hangs.id] } });
    const outcomes = await outcomesOf(hangs, next, undo);
    expect(endings(outcomes)).toEqual(["hangs: interrupted", "next: skipped", "undo: succeeded"]);
    expect(failures(outcomes)).toMatchObject([
      { host: server.host, reason: expect.stringMatching(/not ended after 1 s.*deploy_timeout in deploy\.yml/) },
    ]);
    const pids = outcomes[2]?.output.trim().split("\n").map(Number) ?? [];
    expect(pids).toHaveLength(2);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it("is stopped though it is there to clean up", async () => {
    const hangs = there("hangs", sh`sleep 62`, { limit: 1, cleansUp: { after: [] } });
    expect(endings(await outcomesOf(hangs))).toEqual(["hangs: interrupted"]);
  });

  it("is the one that is stopped, not what went before it in the same script", async () => {
    const quick = there("quick", sh`true`, { limit: 60 });
    const hangs = there("hangs", sh`sleep 63`, { limit: 1, needs: [quick.id] });
    expect(endings(await outcomesOf(quick, hangs))).toEqual(["quick: succeeded", "hangs: interrupted"]);
  });

  it("is stopped on the runner with all that it has started", async () => {
    const argv = ["sh", "-c", "sleep 64 & echo $!; wait"] as const;
    const hangs: Step = { id: stepId("here"), title: "", stage: "hooks", host: runner, run: { argv }, needs: [], limit: 1 };
    const outcomes = await outcomesOf(hangs);
    expect(outcomes).toMatchObject([{ status: "interrupted", error: expect.any(OutOfTime) }]);
    expect(heard.join("").trim()).toMatch(/^\d+$/);
    await expect.poll(() => isAlive(Number(heard.join("")))).toBe(false);
  });

  it("is no failure where it was cancelled before its time was up", async () => {
    const batch: Batch = { place: server.host, steps: [there("slow", sh`sleep 65`, { limit: 60 })] };
    const running = hosts.run(batch, AbortSignal.timeout(300))[Symbol.asyncIterator]();
    await expect(running.next()).rejects.not.toBeInstanceOf(OutOfTime);
  });
});
