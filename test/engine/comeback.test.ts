import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { parseKnownHosts } from "../../src/core/host/known-hosts.ts";
import type { Batch } from "../../src/core/plan/batch.ts";
import { type RemoteStep, stepId } from "../../src/core/plan/plan.ts";
import type { StepEnd } from "../../src/core/plan/script.ts";
import { type Shell, sh } from "../../src/core/shell/sh.ts";
import { Hosts } from "../../src/engine/hosts.ts";
import { usualPatience } from "../../src/engine/ssh/connect.ts";
import { ConnectionLost } from "../../src/engine/ssh/connection-lost.ts";
import { HostKeys } from "../../src/engine/ssh/host-keys.ts";
import { sshPool } from "../../src/engine/ssh/pool.ts";
import { isAlive } from "../processes.ts";
import { type Relay, startRelay } from "./relay.ts";
import { aLogin } from "./ssh/visit.ts";
import { type Sshd, startSshd } from "./sshd.ts";

const never = new AbortController().signal;

/** Ends the server's side of the connection that this runs in. */
const hangUp = sh`kill -9 $PPID`;

describe("a server whose connection is lost", () => {
  let server: Sshd;
  let relay: Relay;
  let hosts: Hosts;
  const notes: string[] = [];
  beforeAll(async () => {
    server = await startSshd();
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    hosts.close();
    await relay.stop();
  });

  /** @param comeback how long it is looked for, in milliseconds @param admits as {@link startRelay} has it */
  async function reach(comeback = usualPatience.comeback, admits?: (count: number) => boolean): Promise<void> {
    relay = await startRelay(server.port, admits);
    notes.length = 0;
    const pool = sshPool({
      login: async () => aLogin(server, {}, { port: relay.port }),
      hostKeys: new HostKeys({ mode: "strict", known: parseKnownHosts(`* ${server.hostKeys[0]}`) }),
      maxConcurrentStarts: 5,
      patience: { ...usualPatience, comeback, pause: 20, keepalive: { interval: 50, count: 3 } },
      note: (text) => notes.push(text),
    });
    hosts = new Hosts(pool, { redact: (text) => text, onOutput: () => {}, onAnswer: () => {} });
  }

  const aStep = (deed: string, run: Shell): RemoteStep => ({
    ...{ id: stepId(deed, server.host), title: deed, stage: "boot", host: server.host, run, needs: [] },
  });
  async function run(...steps: readonly [RemoteStep, ...RemoteStep[]]): Promise<string[]> {
    const batch: Batch = { place: server.host, steps };
    const found: StepEnd[] = [];
    for await (const end of hosts.run(batch, never)) {
      found.push(end);
      await writeFile(join(server.directory, "heard"), "");
    }
    return found.map(({ output }) => output);
  }

  it("is reached again, and what only looks or comes to the same is done again, from that step on", async () => {
    await reach();
    const [looked, heard, count] = ["looked", "heard", "count"].map((name) => join(server.directory, name));
    const first = aStep("run", sh`echo once >> ${count ?? ""}; cat ${count ?? ""}`);
    const whenHeard = sh`until [ -e ${heard ?? ""} ]; do sleep 0.1; done; ${hangUp}`;
    const look = aStep("look", sh`if [ ! -e ${looked ?? ""} ]; then touch ${looked ?? ""}; ${whenHeard}; fi; echo seen`);
    expect(await run(first, look, aStep("confirm", sh`echo fine`))).toEqual(["once\n", "seen\n", "fine\n"]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^127\.0\.0\.1: the connection to .* was lost: .*Trying to reach it again/);
  });

  it("is not made to boot twice", async () => {
    await reach();
    const count = join(server.directory, "booted");
    await expect(run(aStep("run", sh`echo once >> ${count}; ${hangUp}`))).rejects.toBeInstanceOf(ConnectionLost);
    expect(await run(aStep("show", sh`cat ${count}`))).toEqual(["once\n"]);
  });

  it("is not given again what came after that and may have been done", async () => {
    await reach();
    const count = join(server.directory, "flipped");
    const lost = run(aStep("look", hangUp), aStep("flip", sh`echo once >> ${count}`));
    await expect(lost).rejects.toBeInstanceOf(ConnectionLost);
  });

  it("has what still ran there stopped before anything else is done", async () => {
    await reach();
    const file = join(server.directory, "pids");
    const lost = run(aStep("run", sh`sleep 61 & echo $! > ${file}; sleep 62`)).catch((error: unknown) => error);
    await expect.poll(() => run(aStep("show", sh`cat ${file} 2>/dev/null || true`))).not.toEqual([""]);
    relay.freeze();
    expect(String(await lost)).toContain("the server no longer answers");
    const [pids = ""] = await run(aStep("show", sh`cat ${file}`));
    expect(isAlive(Number(pids))).toBe(false);
  });

  it("is found again for what has not begun, whatever that is", async () => {
    await reach(undefined, (count) => count === 1 || count > 3);
    await run(aStep("look", sh`true`));
    await run(aStep("show", sh`(sleep 0.3; ${hangUp}) >/dev/null 2>&1 & true`));
    await pause(1000);
    expect(await run(aStep("run", sh`echo booted`))).toEqual(["booted\n"]);
  });

  it("is given up when it does not come back", async () => {
    await reach(200, (count) => count === 1);
    await expect(run(aStep("look", hangUp))).rejects.toThrow(ConnectionLost);
    await expect(run(aStep("look", sh`true`))).rejects.toThrow(/closed the connection before the login/);
  });
});
