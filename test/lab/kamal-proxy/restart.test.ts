import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startApp } from "./loopback-app.ts";
import { startProxy } from "./loopback-proxy.ts";
import { ask } from "./loopback-request.ts";

it("serves the same services after a restart, paused and stopped ones as they were", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  await proxy.command("deploy", "web", `--target=${app.address}`, "--host=a.test", "--path-prefix=/app");
  await proxy.command("deploy", "api", `--target=${app.address}`, "--host=b.test");
  await proxy.command("stop", "api", "--message=Closed");
  const before = await proxy.command("list");
  await proxy.restart();
  expect(await proxy.command("list")).toEqual(before);
  expect(await ask(proxy, "/app/headers", { host: "a.test" })).toMatchObject({ status: 200 });
  const stopped = await ask(proxy, "/", { host: "b.test" });
  expect({ status: stopped.status, told: stopped.body.includes("Closed") }).toEqual({ status: 503, told: true });
});

it("lists the services in columns", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  await proxy.command("deploy", "web", `--target=${app.address}`, "--host=a.test,b.test");
  await proxy.command("deploy", "api", `--target=${app.address}`, "--path-prefix=/api/");
  const { stdout } = await proxy.command("ls");
  const column = "Target".padEnd(app.address.length);
  expect(stdout.replace(/\x1b\[[\d;]*m/g, "").split("\n")).toEqual([
    `Service  Host           Path  ${column}  State    TLS  `,
    `api      *              /api  ${app.address}  running  no   `,
    `web      a.test,b.test  /     ${app.address}  running  no   `,
    "",
  ]);
});

it("writes its state as kamal-proxy does, with durations in nanoseconds", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  await proxy.command("deploy", "web", `--target=${app.address}`, "--health-check-timeout=2s");
  const state = JSON.parse(await readFile(join(proxy.home, ".config/kamal-proxy/kamal-proxy.state"), "utf8"));
  expect(state).toMatchObject([
    {
      name: "web",
      options: { hosts: [""], path_prefixes: ["/"], tls_enabled: false, strip_prefix: true, tls_redirect: true },
      target_options: { health_check_config: { path: "/up", interval: 1e9, timeout: 2e9 }, forward_headers: true },
      active_targets: [app.address],
      pause_controller: { state: 0 },
    },
  ]);
});
