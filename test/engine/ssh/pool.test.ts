import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseKnownHosts } from "../../../src/core/host/known-hosts.ts";
import { HostKeys } from "../../../src/engine/ssh/host-keys.ts";
import type { Login } from "../../../src/engine/ssh/login.ts";
import { type SshPool, sshPool } from "../../../src/engine/ssh/pool.ts";
import { startRelay } from "../relay.ts";
import { aHost, type Sshd, startSshd } from "../sshd.ts";
import { aLogin, failureOf, outcome } from "./visit.ts";

describe("the connections of a run", () => {
  let server: Sshd;
  beforeAll(async () => {
    server = await startSshd();
  });
  afterAll(() => server.stop());

  const web = (number: number) => aHost(`127.0.1.${number}`);
  const withPool = async (
    use: (pool: SshPool) => Promise<void>,
    login: Partial<Login> = {},
    maxConcurrentStarts = 2,
  ): Promise<void> => {
    const pool = sshPool({
      login: async (host) => aLogin(server, {}, { host, ...login }),
      hostKeys: new HostKeys({ mode: "strict", known: parseKnownHosts(`* ${server.hostKeys[0]}`) }),
      maxConcurrentStarts,
    });
    try {
      await use(pool);
    } finally {
      pool.close();
    }
  };

  it("are one a host, however many ask", () =>
    withPool(async (pool) => {
      const [first, second, other] = await Promise.all([
        pool.connection(web(1)),
        pool.connection(web(1)),
        pool.connection(web(2)),
      ]);
      expect(second).toBe(first);
      expect(other).not.toBe(first);
    }));

  it("are opened a few at a time", async () => {
    let starting = 0;
    let most = 0;
    const relay = await startRelay(server.port, () => {
      starting += 1;
      most = Math.max(most, starting);
      return true;
    });
    await withPool(
      async (pool) => {
        const open = async (number: number) => {
          await pool.connection(web(number));
          starting -= 1;
        };
        await Promise.all([1, 2, 3, 4, 5, 6].map(open));
      },
      { port: relay.port },
    );
    await relay.stop();
    expect(most).toBe(2);
  });

  it("share a jump host, even when only one may start at a time", async () => {
    let visits = 0;
    const relay = await startRelay(server.port, (count) => {
      visits = count;
      return true;
    });
    const jump = aLogin(server, {}, { port: relay.port });
    await withPool(
      async (pool) => {
        await Promise.all([1, 2, 3].map((number) => pool.connection(web(number))));
        expect(visits).toBe(1);
      },
      { via: { kind: "jump", login: jump } },
      1,
    );
    await relay.stop();
  });

  it("are opened again when they were lost", () =>
    withPool(async (pool) => {
      const first = await pool.connection(web(1));
      await failureOf(first.exec("kill -9 $PPID"));
      await first.closed;
      const second = await pool.connection(web(1));
      expect((await outcome(await second.exec("echo again"))).stdout).toBe("again\n");
    }));

  it("end with the pool, those that are still being opened too", async () => {
    const silent = await startRelay(undefined);
    let waiting: Promise<unknown> = Promise.resolve();
    let queued: Promise<unknown> = Promise.resolve();
    await withPool(
      async (pool) => {
        waiting = failureOf(pool.connection(web(1)));
        queued = failureOf(pool.connection(web(2)));
      },
      { port: silent.port },
      1,
    );
    expect(String(await waiting)).toContain("The connections were closed");
    expect(String(await queued)).toContain("The connections were closed");
    await silent.stop();
  });
});
