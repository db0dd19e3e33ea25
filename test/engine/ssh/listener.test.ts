import { once } from "node:events";
import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import type { Connection } from "../../../src/engine/ssh/connection.ts";
import { freePort, type Sshd, startSshd } from "../sshd.ts";
import { aLogin, failureOf, leave, visit } from "./visit.ts";

describe("a server that listens for us", () => {
  const servers: Sshd[] = [];
  afterEach(async () => {
    await leave();
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });

  const connected = async (...config: readonly string[]): Promise<Connection> => {
    const server = await startSshd({ config });
    servers.push(server);
    return visit(aLogin(server), { known: server.knownHosts });
  };
  const say = async (port: number, words: string): Promise<string> => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.end(words);
    return text(socket);
  };

  it("hands over whoever connects to that port of its own", async () => {
    const connection = await connected();
    const port = await freePort();
    const listener = await connection.listen(port, (stream) => stream.pipe(stream));
    expect(await Promise.all([say(port, "one"), say(port, "two")])).toEqual(["one", "two"]);
    await listener.close();
    expect(String(await failureOf(say(port, "three")))).toContain("ECONNREFUSED");
  });

  it("keeps the callers of several ports apart", async () => {
    const connection = await connected();
    const [first, second] = [await freePort(), await freePort()];
    const listeners = await Promise.all([
      connection.listen(first, (stream) => stream.end("first")),
      connection.listen(second, (stream) => stream.end("second")),
    ]);
    expect(await Promise.all([say(second, ""), say(first, "")])).toEqual(["second", "first"]);
    await Promise.all(listeners.map((listener) => listener.close()));
  });

  it("stops with the connection", async () => {
    const connection = await connected();
    const port = await freePort();
    const listener = await connection.listen(port, (stream) => stream.end());
    connection.close();
    await listener.close();
    // sshd closes its port when it has heard of that.
    await expect.poll(async () => String(await failureOf(say(port, "anybody?")))).toMatch(/ECONNREFUSED|ECONNRESET/);
  });

  it("says that the port is taken", async () => {
    const connection = await connected();
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const address = holder.address();
    const port = address !== null && typeof address !== "string" ? address.port : 0;
    const failure = await failureOf(connection.listen(port, (stream) => stream.end()));
    holder.close();
    expect(failure).toMatchObject({ name: "ForwardRefused", because: "taken" });
    expect(String(failure)).toContain(`127.0.0.1: port ${port} cannot be forwarded from there to this machine`);
  });

  it.each(["no", "local"])("says that AllowTcpForwarding %s does not let it", async (allowed) => {
    const connection = await connected(`AllowTcpForwarding ${allowed}`);
    const failure = await failureOf(connection.listen(await freePort(), (stream) => stream.end()));
    expect(failure).toMatchObject({ name: "ForwardRefused", because: "forbidden" });
    expect(String(failure)).toContain("AllowTcpForwarding");
  });
});
