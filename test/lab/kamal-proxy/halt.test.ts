import { expect, it } from "vitest";
import { startApp } from "./loopback-app.ts";
import { startProxy } from "./loopback-proxy.ts";
import { ask } from "./loopback-request.ts";

it("holds requests back while a service is paused, and serves them when it resumes", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  await proxy.command("deploy", "web", `--target=${app.address}`);
  expect(await proxy.command("pause", "web")).toMatchObject({ code: 0 });
  const held = ask(proxy, "/held");
  expect((await proxy.command("list")).stdout).toContain("paused");
  expect(app.asked).not.toContain("/held");
  await proxy.command("resume", "web");
  expect(await held).toMatchObject({ status: 200, body: "one" });
});

it("turns a request away with 504 when the pause lasts too long for it", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  await proxy.command("deploy", "web", `--target=${app.address}`);
  await proxy.command("pause", "web", "--max-pause=100ms");
  expect(await ask(proxy, "/")).toMatchObject({ status: 504 });
});

it("answers 503 with the message while a service is stopped, also after a deploy, but its health check with 200", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  await proxy.command("deploy", "web", `--target=${app.address}`);
  await proxy.command("stop", "web", "--message=Back at <noon>");
  await proxy.command("deploy", "web", `--target=${app.address}`);
  const { status, body } = await ask(proxy, "/");
  expect({ status, told: body.includes("Back at &#60;noon&#62;") }).toEqual({ status: 503, told: true });
  expect(await ask(proxy, "/up")).toMatchObject({ status: 200, body: "" });
  await proxy.command("resume", "web");
  expect(await ask(proxy, "/")).toMatchObject({ status: 200, body: "one" });
});

it("serves a removed service no more", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  await proxy.command("deploy", "web", `--target=${app.address}`);
  expect(await proxy.command("rm", "web")).toMatchObject({ code: 0 });
  expect(await ask(proxy, "/")).toMatchObject({ status: 404 });
});

it("cannot halt, resume or remove a service that it does not know", async () => {
  await using proxy = await startProxy();
  const names = ["remove", "pause", "stop", "resume"];
  const outcomes = await Promise.all(names.map((name) => proxy.command(name, "web")));
  expect(outcomes).toEqual(names.map(() => ({ code: 1, stdout: "", stderr: "Error: service not found\n" })));
});
