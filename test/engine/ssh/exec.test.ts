import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../../../src/engine/ssh/connection.ts";
import { ConnectionLost } from "../../../src/engine/ssh/connection-lost.ts";
import { type Sshd, startSshd } from "../sshd.ts";
import { aLogin, failureOf, leave, outcome, visit } from "./visit.ts";

describe("a command on a server", () => {
  let server: Sshd;
  let connection: Connection;
  beforeAll(async () => {
    server = await startSshd();
    connection = await visit(aLogin(server), { known: server.knownHosts });
  });
  afterAll(async () => {
    await leave();
    await server.stop();
  });

  it("gives its output, its complaints and its exit code", async () => {
    const process = await connection.exec("echo out; echo err >&2; exit 3");
    expect(await outcome(process)).toEqual({ code: 3, signal: undefined, stdout: "out\n", stderr: "err\n" });
  });

  it("tells which signal ended it", async () => {
    expect(await outcome(await connection.exec("kill -9 $$"))).toMatchObject({ code: undefined, signal: "SIGKILL" });
  });

  it("reads its standard input up to the end", async () => {
    const process = await connection.exec("cat");
    process.stdin.end("x".repeat(5_000_000));
    expect((await outcome(process)).stdout.length).toBe(5_000_000);
  });

  it("may end without reading what is written to it", async () => {
    const process = await connection.exec("exit 0");
    const result = await outcome(process);
    process.stdin.write("too late");
    expect(result.code).toBe(0);
  });

  it("is one of 30 asked for at once, on a server that allows 10 sessions", async () => {
    const numbers = Array.from({ length: 30 }, (_, number) => number);
    const outputs = await Promise.all(
      numbers.map(async (number) => (await outcome(await connection.exec(`echo ${number}`))).stdout),
    );
    expect(outputs).toEqual(numbers.map((number) => `${number}\n`));
  });

  it("leaves room for the next one when it is closed unread", async () => {
    for (let count = 0; count < 12; count += 1) (await connection.exec("echo unread; exec cat")).close();
    expect((await outcome(await connection.exec("echo next"))).stdout).toBe("next\n");
  });
});

describe("a server that allows few sessions", () => {
  let server: Sshd;
  beforeAll(async () => {
    server = await startSshd({ config: ["MaxSessions 2"] });
  });
  afterAll(() => server.stop());
  afterEach(leave);

  it("is asked again until it takes the command", async () => {
    const connection = await visit(aLogin(server), { known: server.knownHosts });
    const outputs = await Promise.all(
      ["a", "b", "c", "d", "e"].map(async (word) => (await outcome(await connection.exec(`echo ${word}`))).stdout),
    );
    expect(outputs).toEqual(["a\n", "b\n", "c\n", "d\n", "e\n"]);
  });
});

describe("a connection that breaks", () => {
  let server: Sshd;
  beforeAll(async () => {
    server = await startSshd();
  });
  afterAll(() => server.stop());
  afterEach(leave);

  /** The parent of a command's shell is the sshd process that serves the connection. */
  const killSshd = "read go; kill -9 $PPID; sleep 5";

  it("says so, with the server's name, to those who wait for it, for a command, or for their turn", async () => {
    const connection = await visit(aLogin(server), { known: server.knownHosts });
    const running = await Promise.all(Array.from({ length: 7 }, () => connection.exec("sleep 5")));
    const killer = await connection.exec(killSshd);
    const waiting = failureOf(connection.exec("echo never"));
    killer.stdin.write("go\n");
    const lost = await connection.closed;
    expect(lost).toBeInstanceOf(ConnectionLost);
    expect(lost?.message).toContain(`127.0.0.1: the connection to ${server.user}@127.0.0.1:${server.port} was lost`);
    expect(await failureOf(killer.exited)).toBe(lost);
    expect(await Promise.all(running.map(({ exited }) => failureOf(exited)))).toEqual(running.map(() => lost));
    expect(await waiting).toBe(lost);
    expect(await failureOf(connection.exec("echo later"))).toBe(lost);
  });

  it("is no failure when this side closed it", async () => {
    const connection = await visit(aLogin(server), { known: server.knownHosts });
    const process = await connection.exec("sleep 5");
    connection.close();
    expect(await connection.closed).toBeUndefined();
    expect(await process.exited).toEqual({ code: undefined, signal: undefined });
    expect(await failureOf(connection.exec("echo later"))).toBeInstanceOf(ConnectionLost);
  });
});
