import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { awaitLeftovers } from "../../src/core/commands/leftovers.ts";
import { parseKnownHosts } from "../../src/core/host/known-hosts.ts";
import type { StepEnd } from "../../src/core/plan/script.ts";
import { onHost } from "../../src/core/plan/step.ts";
import { lines, type Shell, sh } from "../../src/core/shell/sh.ts";
import { Hosts } from "../../src/engine/hosts.ts";
import { HostKeys } from "../../src/engine/ssh/host-keys.ts";
import { sshPool } from "../../src/engine/ssh/pool.ts";
import { aLogin } from "./ssh/visit.ts";
import { type Sshd, startSshd } from "./sshd.ts";

describe("what a run whose deployer is gone has left on a server", () => {
  let server: Sshd;
  beforeAll(async () => {
    server = await startSshd();
  });
  afterAll(() => server.stop());

  const hosts = (): Hosts => {
    const hostKeys = new HostKeys({ mode: "strict", known: parseKnownHosts(server.knownHosts) });
    const pool = sshPool({ login: async () => aLogin(server), hostKeys, maxConcurrentStarts: 5 });
    return new Hosts(pool, { redact: (text) => text, onOutput: () => {}, onAnswer: () => {} });
  };
  async function run(by: Hosts, script: Shell): Promise<StepEnd[]> {
    const ends: StepEnd[] = [];
    const step = onHost(server.host, "work", "boot", "", script);
    for await (const end of by.run({ place: server.host, steps: [step] }, new AbortController().signal)) ends.push(end);
    return ends;
  }
  const file = (name: string): string => join(server.directory, name);
  /** Ends with the test at the latest, since it would hold up everybody who waits for leftovers. */
  const until = (name: string): Shell => sh`until [ -e ${file(name)} ] || [ ! -d ${server.directory} ]; do sleep 0.2; done`;

  it("is waited for until it has ended, and what runs by the one that waits is not", { timeout: 90_000 }, async () => {
    const [gone, living] = [hosts(), hosts()];
    const lost = run(gone, sh`touch ${file("begun")}; sleep 3; touch ${file("ended")}`).catch(() => {});
    const beside = run(living, until("stop"));
    await expect.poll(() => existsSync(file("begun"))).toBe(true);
    gone.close();
    await lost;
    expect(await run(living, awaitLeftovers(60))).toEqual([{ exitCode: 0, output: "" }]);
    expect(existsSync(file("ended"))).toBe(true);
    await run(living, sh`touch ${file("stop")}`);
    await beside;
    living.close();
  });

  it("is not waited for without an end", async () => {
    const [gone, living] = [hosts(), hosts()];
    const lost = run(gone, lines(sh`touch ${file("begun again")}`, until("never"))).catch(() => {});
    await expect.poll(() => existsSync(file("begun again"))).toBe(true);
    gone.close();
    await lost;
    expect(await run(living, awaitLeftovers(1))).toEqual([{ exitCode: 0, output: "" }]);
    await run(living, sh`touch ${file("never")}`);
    living.close();
  });
});
