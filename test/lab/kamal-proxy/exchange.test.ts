import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startApp } from "./loopback-app.ts";
import { startProxy } from "./loopback-proxy.ts";
import { ask } from "./loopback-request.ts";

it("answers 502 when the target is gone and 504 when it does not answer in time", async () => {
  await using proxy = await startProxy();
  const app = await startApp("one");
  await proxy.command("deploy", "web", `--target=${app.address}`, "--target-timeout=100ms");
  expect(await ask(proxy, "/slow?ms=5000")).toMatchObject({ status: 504 });
  await app[Symbol.asyncDispose]();
  expect(await ask(proxy, "/")).toMatchObject({ status: 502 });
});

it("does not wait for a forced target, but sends it nothing before it is healthy", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one", 500);
  await proxy.command("deploy", "web", `--target=${app.address}`, "--force", "--health-check-interval=20ms");
  expect(await ask(proxy, "/")).toMatchObject({ status: 503 });
  app.setHealth(200);
  while ((await ask(proxy, "/")).body !== "one");
});

it("repeats a request without a body whose kept connection the target closed meanwhile", async () => {
  await using proxy = await startProxy();
  const seen = new WeakSet<object>();
  const moody = createServer((request, response) => {
    if (seen.has(request.socket)) return void request.socket.destroy();
    seen.add(request.socket);
    response.end("new connection");
  });
  await new Promise<void>((resolve) => moody.listen(0, "127.0.0.1", resolve));
  const address = moody.address();
  const port = typeof address === "object" ? address?.port : 0;
  await proxy.command("deploy", "web", `--target=127.0.0.1:${port}`);
  for (const path of ["/1", "/2", "/3"]) expect(await ask(proxy, path)).toMatchObject({ status: 200, body: "new connection" });
  moody.close();
  moody.closeAllConnections();
});

it("passes a body through, and refuses one that is larger than a buffering service allows", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  const body = "x".repeat(200_000);
  await proxy.command("deploy", "web", `--target=${app.address}`);
  expect(await ask(proxy, "/", { method: "POST", body })).toMatchObject({ status: 200, body });
  const limits = ["--buffer-requests", "--max-request-body=10", "--buffer-responses", "--max-response-body=5"];
  await proxy.command("deploy", "web", `--target=${app.address}`, ...limits);
  const sending = async (size: number): Promise<number> =>
    (await ask(proxy, "/", { method: "POST", body: "x".repeat(size) })).status;
  expect([await sending(5), await sending(6), await sending(11)]).toEqual([200, 500, 413]);
});

it("shows the service's own error pages, and refuses a directory that has none", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  const pages = join(proxy.home, "pages");
  await mkdir(pages);
  const deploy = ["deploy", "web", `--target=${app.address}`, `--error-pages=${pages}`];
  expect(await proxy.command(...deploy)).toMatchObject({ code: 1, stderr: "Error: unable to load error pages\n" });
  await writeFile(join(pages, "503.html"), "<h1>Closed: {{ .Message }}</h1>");
  await proxy.command(...deploy);
  await proxy.command("stop", "web", "--message=holiday");
  expect(await ask(proxy, "/")).toMatchObject({ status: 503, body: "<h1>Closed: holiday</h1>" });
});

it("refuses a certificate that it cannot read and a wildcard without one", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  const files = ["--tls-certificate-path=/none.pem", "--tls-private-key-path=/none.key"];
  const unreadable = await proxy.command("deploy", "web", `--target=${app.address}`, "--tls", "--host=a.test", ...files);
  expect(unreadable.stderr).toBe("Error: unable to load certificate\n");
  const wildcard = await proxy.command("deploy", "web", `--target=${app.address}`, "--tls", "--host=*.a.test");
  expect(wildcard.stderr).toBe("Error: automatic TLS does not support wildcards\n");
});
