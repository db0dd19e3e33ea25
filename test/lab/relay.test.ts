import { once } from "node:events";
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { run } from "./command.ts";
import { startLab } from "./lab.ts";
import { startRelay } from "./relay.ts";

it("puts a server farther away, under a host key that is known", async () => {
  await using lab = await startLab({ name: "far" });
  const server = lab.server(0);
  const relay = await lab.delay(server, 50);
  const near = lab.sshArguments(server).slice(0, -1);
  const startedAt = performance.now();
  expect(await run("ssh", [...near, "-p", String(relay.sshPort), `root@${relay.host}`, "hostname"])).toBe("server-1");
  // A lower bound holds on any machine: connecting, key exchange, login and command cannot take less than five round trips.
  expect(performance.now() - startedAt).toBeGreaterThan(5 * 100);
});

it("stops listening when it is stopped", async () => {
  const far = createServer().listen(22, "127.213.0.2");
  await once(far, "listening");
  const relay = await startRelay("127.213.0.1", "127.213.0.2", 1);
  await relay.stop();
  await expect(fetch(`http://${relay.host}:${relay.sshPort}`)).rejects.toThrow("fetch failed");
  far.close();
});
