import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import type { ProxySettings } from "../../../src/core/config/proxy.ts";
import { caddy } from "../../../src/core/proxies/caddy/engine.ts";
import type { Route } from "../../../src/core/proxies/engine.ts";
import { aConfig, aHost, anApp, aProxy, aRole } from "../../support.ts";
import { docker, run } from "../command.ts";
import { buildApp } from "../image.ts";
import { type Lab, startLab } from "../lab.ts";
import type { Server } from "../server.ts";
import { buildCaddyImage } from "./image.ts";

const app = `landfall-sample:${randomUUID()}`;

describe("Caddy on a server", () => {
  let lab: Lab;
  let server: Server;

  beforeAll(async () => {
    const [started, image] = await Promise.all([startLab({ name: "caddy" }), buildCaddyImage()]);
    lab = started;
    server = lab.server(0);
    await buildApp(app);
    await Promise.all([app, image].map((tag) => server.addImage(tag)));
    await server.exec(`docker network create kamal && ${caddy.boot(config(), aHost("server-1")).render()}`);
  });

  afterAll(() => Promise.all([lab.down(), docker(["rmi", app])]));

  beforeEach(async () => {
    const files = "cd /config/landfall/routes && ls";
    for (const name of (await server.exec(`docker exec landfall-caddy sh -c ${JSON.stringify(files)}`)).split("\n"))
      if (name !== "") await server.exec(caddy.remove(routeOf(name.replace(/-web$/, ""))).render());
  });

  it("sends each request to the app that its host and path belong to", async () => {
    await deploy("any", {});
    await deploy("wild", { hosts: ["*.shop.test"] });
    await deploy("shop", { hosts: ["www.shop.test"] });
    await deploy("api", { hosts: ["www.shop.test"], pathPrefixes: ["/api"] });
    await deploy("tls", { hosts: ["shop.localhost"], ssl: true });
    expect(await get("elsewhere.test")).toBe("any");
    expect(await get("deep.shop.test")).toBe("wild");
    expect(await get("www.shop.test")).toBe("shop");
    expect(await get("www.shop.test", "/api")).toBe("api");
    expect(await get("www.shop.test", "/apix")).toBe("shop");
    expect(await curl("--head", "--header", "Host: shop.localhost", server.url)).toMatch(
      /^Location: https:\/\/shop\.localhost\/\r$/m,
    );
    const name = `shop.localhost:443:${server.address}`;
    const https = ["--insecure", "--retry", "20", "--retry-delay", "1", "--retry-all-errors", "https://shop.localhost/"];
    expect(await curl("--resolve", name, ...https)).toBe("tls");
    await inside("caddy validate --config /config/landfall/caddy.json");
  });

  it("is told the app's name, target and hosts in a table", async () => {
    const id = await deploy("shop", { hosts: ["shop.test", "www.shop.test"] });
    expect((await server.exec(caddy.listRoutes().render())).split("\n").map((line) => line.trim().split(/\s+/))).toEqual([
      ["Service", "Target", "Hosts"],
      ["shop-web", `${id}:80`, "shop.test/", "www.shop.test/"],
    ]);
  });

  it("goes on with the old container when the new one is not healthy, and says what its health check saw", async () => {
    await deploy("shop", {});
    const id = await start("unhealthy", "--env UNHEALTHY=1");
    const flip = caddy.flip(routeOf("shop", {}, { deployTimeout: 1 }), id);
    await expect(server.exec(flip.render())).rejects.toThrow(
      `GET /up at ${id}:80 did not succeed within 1 s; the last answer: server returned error: HTTP/1.1 503 Service Unavailable`,
    );
    expect(await get("shop.test")).toBe("shop");
  });

  it("ends a flip only when the requests to the old container are answered", async () => {
    const old = await deploy("old", {}, "shop");
    const slow = slowRequest();
    await asked(old);
    await deploy("new", {}, "shop");
    await server.exec(`docker kill ${old}`);
    expect(await slow).toBe("old");
    expect(await get("shop.test")).toBe("new");
  });

  it("waits for them no longer than drain_timeout", async () => {
    const old = await deploy("old", {}, "shop");
    const slow = slowRequest(60_000);
    await asked(old);
    const id = await start("new");
    await server.exec(caddy.flip(routeOf("shop", {}, { drainTimeout: 1 }), id).render());
    await server.exec(`docker kill ${old}`);
    expect(await slow).toBe("");
  });

  it("goes back although a cancelled deploy has left its flip running", async () => {
    const old = await deploy("old", {}, "shop");
    const slow = slowRequest();
    await asked(old);
    const cancelled = deploy("new", {}, "shop");
    const ended = expect(cancelled).rejects.toThrow("exited with 143");
    while ((await get("shop.test")) === "old");
    await server.exec(caddy.flip(routeOf("shop"), old).render());
    await ended;
    expect([await get("shop.test"), await slow]).toEqual(["old", "old"]);
  });

  it("refuses an app that wants another one's host", async () => {
    await deploy("shop", { hosts: ["shop.test", "www.shop.test"] });
    await expect(deploy("thief", { hosts: ["WWW.shop.test", "shop.test", "own.test"] })).rejects.toThrow(
      "Requests for www.shop.test/ shop.test/ go to shop-web on this server already",
    );
    expect(await get("www.shop.test")).toBe("shop");
    expect(await status("own.test")).toBe("404");
  });

  it("goes on with the old routes when Caddy refuses the new ones", async () => {
    await deploy("shop", { hosts: ["shop.test"] });
    await expect(deploy("shop", { hosts: ["shop.test"], responseTimeout: Number.NaN })).rejects.toThrow(
      /Caddy refuses the new routes and goes on with the old ones:\nError: .*NaNs/,
    );
    expect(await get("shop.test")).toBe("shop");
    await deploy("other", { hosts: ["other.test"] });
    expect(await get("other.test")).toBe("other");
  });

  it("loses no route when apps are deployed at the same moment", async () => {
    const names = ["one", "two", "three", "four"];
    await Promise.all(names.map((name) => deploy(name, { hosts: [`${name}.test`] })));
    for (const name of names) expect(await get(`${name}.test`)).toBe(name);
  });

  it("sends an app no more requests when it is removed", async () => {
    await deploy("shop", { hosts: ["shop.test"] });
    await deploy("other", { hosts: ["other.test"] });
    await server.exec(caddy.remove(routeOf("shop")).render());
    expect(await status("shop.test")).toBe("404");
    expect(await get("other.test")).toBe("other");
  });

  it("serves as before when it was restarted, even made anew and with a file that Caddy would refuse", async () => {
    await deploy("shop", { hosts: ["shop.test"] });
    const boot = caddy.boot(config(), aHost("server-1")).render();
    await server.exec(`docker restart landfall-caddy && ${boot}`);
    expect(await get("shop.test")).toBe("shop");
    await inside("echo 'http-1-000 {\"handle\":7}' >/config/landfall/routes/broken");
    await server.exec(`docker rm --force landfall-caddy && ${boot}`);
    expect(await get("shop.test")).toBe("shop");
    await inside("rm /config/landfall/routes/broken");
  });

  const config = (over: Partial<Config> = {}): Config =>
    aConfig({ landfall: { engine: "caddy", proxyImage: undefined }, ...over });
  const routeOf = (service: string, proxy: Partial<ProxySettings> = {}, over: Partial<Config> = {}): Route =>
    anApp(config({ service, roles: [aRole({ proxy: aProxy(proxy) })], ...over }));

  /** A container of an app that answers with its name; resolves to its id. */
  const start = (name: string, options = ""): Promise<string> =>
    server.exec(`docker run --detach --network kamal --env KAMAL_VERSION=${name} ${options} ${app} | cut -c 1-12`);

  async function deploy(name: string, proxy: Partial<ProxySettings>, service = name): Promise<string> {
    const id = await start(name);
    await server.exec(caddy.flip(routeOf(service, proxy), id).render());
    return id;
  }

  const inside = (script: string): Promise<string> =>
    server.exec(`docker exec landfall-caddy sh -c '${script.replaceAll("'", `'\\''`)}'`);
  const curl = (...args: readonly string[]): Promise<string> => run("curl", ["--silent", "--show-error", ...args]);
  const get = (host: string, path = "/"): Promise<string> => curl("--header", `Host: ${host}`, `${server.url}${path}`);
  const slowRequest = (ms = 3000): Promise<string> => get("shop.test", `/slow?ms=${ms}`);
  const asked = (id: string): Promise<string> => server.exec(`until docker logs ${id} 2>&1 | grep -q /slow; do sleep 0.1; done`);
  const status = (host: string): Promise<string> =>
    curl("--output", "/dev/null", "--write-out", "%{http_code}", "--header", `Host: ${host}`, server.url);
});
