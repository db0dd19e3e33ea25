import { expect, it } from "vitest";
import { startApp } from "./loopback-app.ts";
import { startProxy } from "./loopback-proxy.ts";
import { ask } from "./loopback-request.ts";

it("routes by the host, then its wildcard, then to the service without a host", async () => {
  await using proxy = await startProxy();
  await using exact = await startApp("exact");
  await using wild = await startApp("wild");
  await using any = await startApp("any");
  await proxy.command("deploy", "exact", `--target=${exact.address}`, "--host=a.test");
  await proxy.command("deploy", "wild", `--target=${wild.address}`, "--host=*.b.test");
  expect(await ask(proxy, "/", { host: "c.test" })).toMatchObject({ status: 404 });
  await proxy.command("deploy", "any", `--target=${any.address}`);
  const hosts = ["a.test:8080", "x.b.test", "c.test"];
  const bodies = await Promise.all(hosts.map(async (host) => (await ask(proxy, "/", { host })).body));
  expect(bodies).toEqual(["exact", "wild", "any"]);
});

it("gives the longest path prefix that fits, and takes it off the path", async () => {
  await using proxy = await startProxy();
  await using root = await startApp("root");
  await using api = await startApp("api");
  await proxy.command("deploy", "root", `--target=${root.address}`);
  await proxy.command("deploy", "api", `--target=${api.address}`, "--path-prefix=/api");
  expect(await ask(proxy, "/apiary")).toMatchObject({ body: "root" });
  expect(await ask(proxy, "/api/a%20b?c=%20;d")).toMatchObject({ body: "api" });
  await ask(proxy, "/api");
  expect(api.asked).toEqual(["/up", "/a%20b?c=%20;d", "/"]);
});

it("leaves the path prefix on when told to", async () => {
  await using proxy = await startProxy();
  await using api = await startApp("api");
  await proxy.command("deploy", "api", `--target=${api.address}`, "--path-prefix=/api", "--strip-path-prefix=false");
  await ask(proxy, "/api/x");
  expect(api.asked).toEqual(["/up", "/api/x"]);
});

it("tells the target who asked, and passes on what it was told only without TLS or by order", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  const told = async (...flags: readonly string[]): Promise<unknown> => {
    await proxy.command("deploy", "web", `--target=${app.address}`, ...flags);
    const headers = { "X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", Connection: "X-Own", "X-Own": "1" };
    return JSON.parse((await ask(proxy, "/headers", { host: "a.test", headers })).body);
  };
  const passed = await told();
  expect(passed).toMatchObject({
    host: "a.test",
    "x-forwarded-for": "192.0.2.1, 127.0.0.1",
    "x-forwarded-host": "a.test",
    "x-forwarded-proto": "https",
    "x-request-start": expect.stringMatching(/^t=\d{13}$/),
    "x-request-id": expect.stringMatching(/^[\da-f-]{36}$/),
    "x-kamal-target": app.address,
  });
  expect(passed).not.toHaveProperty("x-own");
  expect(await told("--forward-headers=false")).toMatchObject({ "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "http" });
});

it("redirects to HTTPS when TLS is on, and to the canonical host", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  await proxy.command("deploy", "web", `--target=${app.address}`, "--tls", "--host=a.test");
  await proxy.command("deploy", "www", `--target=${app.address}`, "--host=b.test,www.b.test", "--canonical-host=b.test");
  const secure = await ask(proxy, "/x?y=1", { host: "a.test:80" });
  expect(secure).toMatchObject({ status: 301, headers: { location: "https://a.test/x?y=1", connection: "close" } });
  const canonical = await ask(proxy, "/x", { host: "www.b.test" });
  expect(canonical).toMatchObject({ status: 301, headers: { location: "http://b.test/x" } });
  expect(await ask(proxy, "/x", { host: "b.test" })).toMatchObject({ status: 200 });
});

it("takes the targets of one service in turn", async () => {
  await using proxy = await startProxy();
  await using one = await startApp("one");
  await using two = await startApp("two");
  await proxy.command("deploy", "web", `--target=${one.address}`, `--target=${two.address}`);
  const bodies = [await ask(proxy, "/"), await ask(proxy, "/"), await ask(proxy, "/")].map(({ body }) => body);
  expect(new Set(bodies.slice(0, 2))).toEqual(new Set(["one", "two"]));
  expect(bodies[2]).toBe(bodies[0]);
});

it("sends reads to the readers, but not right after a write of the same client", async () => {
  await using proxy = await startProxy();
  await using writer = await startApp("writer");
  await using reader = await startApp("reader");
  const affinity = "--writer-affinity-timeout=1h";
  await proxy.command("deploy", "web", `--target=${writer.address}`, `--read-target=${reader.address}`, affinity);
  expect(await ask(proxy, "/")).toMatchObject({ body: "reader" });
  const written = await ask(proxy, "/", { method: "POST" });
  const [cookie = ""] = written.headers["set-cookie"] ?? [];
  expect(cookie).toMatch(/^kamal-writer=\d+; Path=\/; /);
  expect(await ask(proxy, "/", { headers: { Cookie: cookie.split(";")[0] ?? "" } })).toMatchObject({ body: "writer" });
});

it("sends the chosen clients to the rollout targets until the rollout stops", async () => {
  await using proxy = await startProxy();
  await using main = await startApp("main");
  await using trial = await startApp("trial");
  await proxy.command("deploy", "web", `--target=${main.address}`);
  const early = await proxy.command("rollout", "set", "web", "--percent=100");
  expect(early).toMatchObject({ code: 1, stderr: "Error: rollout target not set\n" });
  await proxy.command("rollout", "deploy", "web", `--target=${trial.address}`);
  await proxy.command("rollout", "set", "web", "--list=ann");
  const as = async (name: string): Promise<string> =>
    (await ask(proxy, "/", { headers: { Cookie: `kamal-rollout=${name}` } })).body;
  expect([await as("ann"), await as("bob")]).toEqual(["trial", "main"]);
  await proxy.command("rollout", "stop", "web");
  expect(await as("ann")).toBe("main");
});
