import { once } from "node:events";
import { connect as dial } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Unreachable } from "../../../src/engine/ssh/unreachable.ts";
import { type Relay, startRelay } from "../relay.ts";
import { freePort, type Sshd, startSshd } from "../sshd.ts";
import { aLogin, failureOf, leave, outcome, visit } from "./visit.ts";

describe("a server that is hard to reach", () => {
  let server: Sshd;
  const relays: Relay[] = [];
  beforeAll(async () => {
    server = await startSshd({ config: ["MaxStartups 1:100:1"] });
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    await leave();
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  });

  const relay = async (...how: Parameters<typeof startRelay>): Promise<Relay> => {
    const started = await startRelay(...how);
    relays.push(started);
    return started;
  };
  const loginAt = ({ port }: { readonly port: number }) => aLogin(server, {}, { port });
  const known = () => `127.0.0.1 ${server.hostKeys[0]}`;

  it("that refuses is told apart from one that is down", async () => {
    const port = await freePort();
    const error = await failureOf(visit(loginAt({ port }), { known: known() }));
    expect(error).toBeInstanceOf(Unreachable);
    expect(error).toMatchObject({ host: "127.0.0.1", port, obstacle: { kind: "refused" } });
    expect(String(error)).toContain(`127.0.0.1: nothing listens on port ${port} (connection refused)`);
  });

  it("that takes the connection and says nothing is given up", async () => {
    const silent = await relay(undefined);
    const error = await failureOf(visit(loginAt(silent), { known: known(), patience: { connect: 200 } }));
    expect(error).toMatchObject({ obstacle: { kind: "silent", stage: "handshake", seconds: 0.2 } });
    expect(String(error)).toContain(`port ${silent.port} took the connection, but there was no login within 0.2 s`);
  });

  it("that has too many visitors at its door (MaxStartups) is tried again", async () => {
    const doorstep = dial(server.port, "127.0.0.1");
    await once(doorstep, "data");
    let visits = 0;
    const before = await relay(server.port, (count) => {
      visits = count;
      if (count === 2) doorstep.destroy();
      return true;
    });
    const connection = await visit(loginAt(before), { known: known() });
    expect((await outcome(await connection.exec("echo in"))).stdout).toBe("in\n");
    expect(visits).toBeGreaterThan(1);
  });

  it("that resets the first connections is tried again, which is told once", async () => {
    const moody = await relay(server.port, (count) => count > 3);
    const notes: string[] = [];
    await visit(loginAt(moody), { known: known(), note: (text) => notes.push(text) });
    expect(notes).toEqual(["127.0.0.1: it closes the connection before the login; trying on"]);
  });

  it("that resets all connections is given up after so many tries", async () => {
    let visits = 0;
    const closed = await relay(server.port, (count) => {
      visits = count;
      return false;
    });
    const error = await failureOf(visit(loginAt(closed), { known: known(), patience: { tries: 3, pause: 1 } }));
    expect(error).toMatchObject({ obstacle: { kind: "dropped", tries: 3 } });
    expect(visits).toBe(3);
  });

  it("that stops answering is noticed", async () => {
    const network = await relay(server.port);
    const connection = await visit(loginAt(network), { known: known(), patience: { keepalive: { interval: 30, count: 3 } } });
    const process = await connection.exec("sleep 5");
    network.freeze();
    const lost = await connection.closed;
    expect(lost?.message).toContain("was lost: the server no longer answers");
    expect(await failureOf(process.exited)).toBe(lost);
  });

  it("is left alone at once when the work is aborted", async () => {
    const abort = new AbortController();
    const silent = await relay(undefined, () => {
      abort.abort(new Error("cancelled by the user"));
      return true;
    });
    expect(String(await failureOf(visit(loginAt(silent), { known: known(), signal: abort.signal })))).toBe(
      "Error: cancelled by the user",
    );
    expect(String(await failureOf(visit(loginAt(server), { known: known(), signal: abort.signal })))).toBe(
      "Error: cancelled by the user",
    );
  });
});
