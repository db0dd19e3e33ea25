import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { startLoad } from "./load.ts";

describe("load", () => {
  it("counts answers by version, and no failure where there is none", async () => {
    await using app = await serve((_, response) => response.end("v1\n"));
    const load = startLoad(app.url, { connections: 4 });
    await app.requests(100);
    const { requests, failed, versions, p50, p99, worst, endedEarly } = await load.stop();
    expect({ failed, versions, endedEarly }).toEqual({ failed: 0, versions: { v1: requests }, endedEarly: false });
    expect([p50, p99, worst]).toEqual([p50, p99, worst].sort((a, b) => a - b));
  });

  it("keeps its connections open", async () => {
    await using app = await serve((_, response) => response.end("v1"));
    const load = startLoad(app.url, { connections: 3 });
    await app.requests(60);
    await load.stop();
    expect(app.connections()).toBe(3);
  });

  it("counts every answer but 200 and every reset connection", async () => {
    let count = 0;
    await using app = await serve((request, response) => {
      count += 1;
      if (count === 5) request.socket.resetAndDestroy();
      else if (count === 10) response.writeHead(502).end("bad gateway");
      else response.end("v1");
    });
    const load = startLoad(app.url, { connections: 1 });
    await app.requests(20);
    expect((await load.stop()).failures).toEqual({ ECONNRESET: 1, "502": 1 });
  });

  it("counts a request that nobody answers", async () => {
    await using app = await serve(() => {});
    const load = startLoad(app.url, { connections: 1, timeoutMs: 50 });
    await app.requests(2);
    const { failed, failures } = await load.stop();
    expect(failures).toEqual({ timeout: failed });
  });

  it("sends the Host header it is told", async () => {
    await using app = await serve((request, response) => response.end(request.headers.host));
    const load = startLoad(app.url, { connections: 1, host: "app.example.com" });
    await app.requests(1);
    expect(Object.keys((await load.stop()).versions)).toEqual(["app.example.com"]);
  });

  it("waits for slow requests when it is stopped, and counts them", async () => {
    await using app = await serve((request, response) => {
      if (request.url === "/slow?ms=200") setTimeout(() => response.end("slowly"), 200);
      else response.end("v1");
    });
    const load = startLoad(app.url, { connections: 1 });
    const slow = load.slow(200);
    expect((await load.stop()).versions).toMatchObject({ slowly: 1 });
    expect(await slow).toMatchObject({ failure: undefined, body: "slowly" });
  });

  it("ends by itself at its limit, and says so", async () => {
    await using app = await serve((_, response) => response.end("v1"));
    const load = startLoad(app.url, { connections: 1, maxRequests: 10 });
    await app.requests(10);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await load.stop()).toMatchObject({ requests: 10, endedEarly: true });
  });
});

/** A server on the loopback interface that knows how often it was asked. */
async function serve(answer: RequestListener) {
  let asked = 0;
  let connected = 0;
  const server = createServer((request, response) => {
    asked += 1;
    answer(request, response);
    server.emit("asked");
  });
  server.on("connection", () => {
    connected += 1;
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${portOf(server.address())}/`,
    connections: () => connected,
    requests: async (count: number) => {
      while (asked < count) await once(server, "asked");
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== "object" || address === null) throw new Error("The test server listens on no port");
  return address.port;
}
