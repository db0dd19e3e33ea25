import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { startApp } from "./loopback-app.ts";
import { startProxy } from "./loopback-proxy.ts";
import { ask, until } from "./loopback-request.ts";

it("returns from a deploy only when the requests in flight on the old target have ended", async () => {
  await using proxy = await startProxy();
  await using old = await startApp("old");
  await using next = await startApp("next");
  await proxy.command("deploy", "web", `--target=${old.address}`);
  const events: string[] = [];
  const slow = ask(proxy, "/slow?ms=700").then(({ body }) => events.push(`${body} answered`));
  await until(() => old.asked.some((path) => path.startsWith("/slow")));
  const deploy = proxy.command("deploy", "web", `--target=${next.address}`).then(() => events.push("deploy returned"));
  await until(() => next.asked.includes("/up"));
  while ((await ask(proxy, "/")).body !== "next");
  events.push("next serves");
  await Promise.all([slow, deploy]);
  expect(events).toEqual(["next serves", "old answered", "deploy returned"]);
});

it("cuts off with 504 what has not ended within the drain timeout", async () => {
  await using proxy = await startProxy();
  await using old = await startApp("old");
  await using next = await startApp("next");
  await proxy.command("deploy", "web", `--target=${old.address}`);
  const slow = ask(proxy, "/slow?ms=20000");
  await until(() => old.asked.some((path) => path.startsWith("/slow")));
  expect(await proxy.command("deploy", "web", `--target=${next.address}`, "--drain-timeout=200ms")).toMatchObject({ code: 0 });
  expect(await slow).toMatchObject({ status: 504 });
});

it("cuts WebSockets off at once and does not wait for them", async () => {
  await using proxy = await startProxy();
  await using old = await startApp("old");
  await using next = await startApp("next");
  await proxy.command("deploy", "web", `--target=${old.address}`);
  const socket = connect(proxy.port(), "127.0.0.1").setEncoding("utf8");
  socket.write("GET / HTTP/1.1\r\nHost: a.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  expect((await once(socket, "data")).join("")).toMatch(/^HTTP\/1.1 101 Switching Protocols\r\n/);
  socket.write("hello");
  expect(await once(socket, "data")).toEqual(["hello"]);
  const closed = once(socket, "close");
  expect(await proxy.command("deploy", "web", `--target=${next.address}`, "--drain-timeout=1h")).toMatchObject({ code: 0 });
  await closed;
});
