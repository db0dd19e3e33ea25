import { Agent } from "node:http";
import { expect, it } from "vitest";
import { startApp } from "./loopback-app.ts";
import { startProxy } from "./loopback-proxy.ts";
import { ask, until } from "./loopback-request.ts";

const done = { code: 0, stdout: "", stderr: "" };

it("serves the target once it is healthy, and asks for its health at once", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  expect(await proxy.command("deploy", "web", `--target=${app.address}`, "--health-check-interval=1h")).toEqual(done);
  expect(app.asked).toEqual(["/up"]);
  expect(await ask(proxy, "/")).toMatchObject({ status: 200, body: "one" });
});

it("goes on asking at every interval until the target is healthy", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one", 503);
  const deploy = proxy.command("deploy", "web", `--target=${app.address}`, "--health-check-interval=20ms");
  await until(() => app.asked.length >= 3);
  app.setHealth(204);
  expect(await deploy).toEqual(done);
});

it("keeps the old target when the new one does not become healthy", async () => {
  await using proxy = await startProxy();
  await using old = await startApp("old");
  await using sick = await startApp("sick", 500);
  await proxy.command("deploy", "web", `--target=${old.address}`);
  const args = ["--deploy-timeout=300ms", "--health-check-interval=100ms"];
  expect(await proxy.command("deploy", "web", `--target=${sick.address}`, ...args)).toEqual({
    code: 1,
    stdout: "",
    stderr: "Error: target failed to become healthy within configured timeout (300ms)\n",
  });
  expect(await ask(proxy, "/")).toMatchObject({ status: 200, body: "old" });
});

it("refuses a host that another service serves, and changes nothing", async () => {
  await using proxy = await startProxy();
  await using app = await startApp("one");
  await proxy.command("deploy", "web", `--target=${app.address}`, "--host=a.test");
  expect(await proxy.command("deploy", "other", `--target=${app.address}`, "--host=b.test,a.test")).toEqual({
    code: 1,
    stdout: "",
    stderr: "Error: host settings conflict with another service\n",
  });
  expect(await ask(proxy, "/", { host: "b.test" })).toMatchObject({ status: 404 });
});

it("refuses a target that is no host and port", async () => {
  await using proxy = await startProxy();
  const { stderr } = await proxy.command("deploy", "web", "--target=http://a:80");
  expect(stderr).toBe("Error: http://a:80 :invalid host pattern\n");
});

it("loses no request of fifty kept connections while it switches and the old target stops", { timeout: 30_000 }, async () => {
  await using proxy = await startProxy();
  const first = await startApp("0");
  await proxy.command("deploy", "web", `--target=${first.address}`);
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const answers: string[] = [];
  let switching = true;
  const visit = async (): Promise<void> => {
    while (switching) {
      const { status, body } = await ask(proxy, "/", { agent }).catch((error) => ({ status: 0, body: String(error) }));
      answers.push(`${status} ${body}`);
    }
  };
  const visitors = Array.from({ length: 50 }, visit);
  let old = first;
  for (const name of ["1", "2", "3"]) {
    const next = await startApp(name);
    expect(await proxy.command("deploy", "web", `--target=${next.address}`)).toEqual(done);
    await old[Symbol.asyncDispose]();
    old = next;
  }
  await until(() => answers.at(-1) === "200 3");
  switching = false;
  await Promise.all(visitors);
  agent.destroy();
  await old[Symbol.asyncDispose]();
  expect([...new Set(answers)].toSorted()).toEqual(["200 0", "200 1", "200 2", "200 3"]);
});
