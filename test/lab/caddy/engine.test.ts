import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ProxySettings } from "../../../src/core/config/proxy.ts";
import { caddy } from "../../../src/core/proxies/caddy/engine.ts";
import { readRoutes } from "../../../src/core/proxies/route-table.ts";
import { startLoad } from "../../load/load.ts";
import { aHost } from "../../support.ts";
import type { Server } from "../server.ts";
import { type CaddyServer, startCaddyServer } from "./caddy-server.ts";

describe("Caddy on a server", () => {
  let on: CaddyServer;
  let server: Server;

  beforeAll(async () => {
    on = await startCaddyServer("caddy");
    server = on.server;
  });

  afterAll(() => on.down());
  beforeEach(() => on.clear());

  it("sends each request to the app that its host and path belong to", async () => {
    await deploy("any", {});
    await deploy("wild", { hosts: ["*.shop.test"] });
    await deploy("shop", { hosts: ["www.shop.test"] });
    await deploy("api", { hosts: ["www.shop.test"], pathPrefixes: ["/api"] });
    await deploy("tls", { hosts: ["shop.localhost"], ssl: true });
    expect(await on.get("elsewhere.test")).toBe("any");
    expect(await on.get("deep.shop.test")).toBe("wild");
    expect(await on.get("www.shop.test")).toBe("shop");
    expect(await on.get("www.shop.test", "/api")).toBe("api");
    expect(await on.get("www.shop.test", "/apix")).toBe("shop");
    expect(await on.curl("--head", "--header", "Host: shop.localhost", server.url)).toMatch(
      /^Location: https:\/\/shop\.localhost\/\r$/m,
    );
    const name = `shop.localhost:443:${server.address}`;
    const https = ["--insecure", "--retry", "20", "--retry-delay", "1", "--retry-all-errors", "https://shop.localhost/"];
    expect(await on.curl("--resolve", name, ...https)).toBe("tls");
    await on.inside("caddy validate --config /config/landfall/caddy.json");
  });

  it("tells its routes in a table like kamal-proxy's", async () => {
    const hosts = ["shop.test", "www.shop.test"];
    const [any, shop] = [await deploy("any", {}), await deploy("shop", { hosts, pathPrefixes: ["/", "/api"], ssl: true })];
    await server.exec(caddy.stop(on.routeOf("shop"), { drainTimeout: 1, message: undefined }).render());
    const row = { service: "any-web", hosts: ["*"], paths: ["/"], targets: [`${any}:80`], state: "running", tls: false };
    expect(readRoutes(await server.exec(caddy.listRoutes().render()))).toEqual([
      row,
      { service: "shop-web", hosts, paths: ["/", "/api"], targets: [`${shop}:80`], state: "stopped", tls: true },
    ]);
  });

  it("goes on with the old container when the new one is not healthy, and says what its health check saw", async () => {
    await deploy("shop", {});
    const id = await on.start("unhealthy", "--env UNHEALTHY=1");
    const flip = caddy.flip(on.routeOf("shop", {}, { deployTimeout: 1 }), id);
    await expect(server.exec(flip.render())).rejects.toThrow(
      `GET /up at ${id}:80 did not succeed within 1 s; the last answer: server returned error: HTTP/1.1 503 Service Unavailable`,
    );
    expect(await on.get("shop.test")).toBe("shop");
  });

  it("ends a flip only when the requests to the old container are answered", async () => {
    const old = await deploy("old", {}, "shop");
    const slow = slowRequest();
    await asked(old);
    await deploy("new", {}, "shop");
    await server.exec(`docker kill ${old}`);
    expect(await slow).toBe("old");
    expect(await on.get("shop.test")).toBe("new");
  });

  it("waits for them no longer than drain_timeout", async () => {
    const old = await deploy("old", {}, "shop");
    const slow = slowRequest(60_000);
    await asked(old);
    const id = await on.start("new");
    await server.exec(caddy.flip(on.routeOf("shop", {}, { drainTimeout: 1 }), id).render());
    await server.exec(`docker kill ${old}`);
    expect(await slow).toBe("");
  });

  it("goes back although a cancelled deploy has left its flip running", async () => {
    const old = await deploy("old", {}, "shop");
    const slow = slowRequest();
    await asked(old);
    const cancelled = deploy("new", {}, "shop");
    const ended = expect(cancelled).rejects.toThrow("exited with 143");
    while ((await on.get("shop.test")) === "old");
    await server.exec(caddy.flip(on.routeOf("shop"), old).render());
    await ended;
    expect([await on.get("shop.test"), await slow]).toEqual(["old", "old"]);
  });

  it("refuses an app that wants another one's host", async () => {
    await deploy("shop", { hosts: ["shop.test", "www.shop.test"] });
    await expect(deploy("thief", { hosts: ["WWW.shop.test", "shop.test", "own.test"] })).rejects.toThrow(
      "Requests for www.shop.test/ shop.test/ go to shop-web on this server already",
    );
    expect(await on.get("www.shop.test")).toBe("shop");
    expect(await on.status("own.test")).toBe("404");
  });

  it("goes on with the old routes when Caddy refuses the new ones", async () => {
    await deploy("shop", { hosts: ["shop.test"] });
    await expect(deploy("shop", { hosts: ["shop.test"], responseTimeout: Number.NaN })).rejects.toThrow(
      /Caddy refuses the new routes and goes on with the old ones:\nError: .*NaNs/,
    );
    expect(await on.get("shop.test")).toBe("shop");
    await deploy("other", { hosts: ["other.test"] });
    expect(await on.get("other.test")).toBe("other");
  });

  it("loses no route when apps are deployed at the same moment", async () => {
    const names = ["one", "two", "three", "four"];
    await Promise.all(names.map((name) => deploy(name, { hosts: [`${name}.test`] })));
    for (const name of names) expect(await on.get(`${name}.test`)).toBe(name);
  });

  it("loses no request of busy clients while other apps come and go", async () => {
    const shop = await deploy("shop", { hosts: ["shop.test"] });
    const others = ["one", "two"].map((name) => on.routeOf(name, { hosts: [`${name}.test`] }));
    const load = startLoad(server.url, { connections: 50, host: "shop.test" });
    for (let round = 0; round < 3; round++) {
      await Promise.all(others.map((other) => server.exec(caddy.flip(other, shop).render())));
      await Promise.all(others.map((other) => server.exec(caddy.remove(other).render())));
    }
    expect(await load.stop()).toMatchObject({ failed: 0, endedEarly: false });
    expect(await on.inside("cd /config/landfall && ls | grep -E 'hold|reloading|[.]'")).toBe("caddy.json");
  });

  it("answers, if late, after a reload that was killed; the next one leaves nothing of it", async () => {
    await deploy("shop", { hosts: ["shop.test"] });
    await on.inside("cd /config/landfall && ln -s 99999 reloading && echo 127.0.0.1:1 >hold");
    expect(await on.get("shop.test")).toBe("shop");
    await deploy("other", { hosts: ["other.test"] });
    expect(await on.inside("cd /config/landfall && ls | grep -E 'hold|reloading|[.]'")).toBe("caddy.json");
  });

  it("sends an app no more requests when it is removed", async () => {
    await deploy("shop", { hosts: ["shop.test"] });
    await deploy("other", { hosts: ["other.test"] });
    await server.exec(caddy.remove(on.routeOf("shop")).render());
    expect(await on.status("shop.test")).toBe("404");
    expect(await on.get("other.test")).toBe("other");
  });

  it("serves as before when it was restarted, even made anew and with a file that Caddy would refuse", async () => {
    await deploy("shop", { hosts: ["shop.test"] });
    const boot = caddy.boot(on.config(), aHost("server-1")).render();
    await server.exec(`docker restart landfall-caddy && ${boot}`);
    expect(await on.get("shop.test")).toBe("shop");
    await on.inside("echo 'http-1-000 {\"handle\":7}' >/config/landfall/routes/broken");
    await server.exec(`docker rm --force landfall-caddy && ${boot}`);
    expect(await on.get("shop.test")).toBe("shop");
    await on.inside("rm /config/landfall/routes/broken");
  });

  const deploy = (name: string, proxy: Partial<ProxySettings>, service = name): Promise<string> =>
    on.deploy(on.routeOf(service, proxy), name);
  const slowRequest = (ms = 3000): Promise<string> => on.get("shop.test", `/slow?ms=${ms}`);
  const asked = (id: string): Promise<string> => server.exec(`until docker logs ${id} 2>&1 | grep -q /slow; do sleep 0.1; done`);
});
