/** Times how long the action needs from being started until the first byte of SSH reaches a server, against a Node that does nothing. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { stringify } from "yaml";
import { inputVariables, jobVariables } from "../action/job-environment.ts";
import { createFiles } from "../action/job-files.ts";
import { readAction, root, type Step } from "../action/runner.ts";
import { checkout } from "../action/workspace.ts";
import { makeKey } from "../engine/sshd.ts";
import { median } from "./statistics.ts";

const commands = ["lock status", "deploy --skip-push", "deploy"];
const [, , dist = join(root, "dist"), rounds = "15"] = process.argv;
const node = join(root, "node_modules/.bin/node");

const server = createServer();
await once(server.listen(0, "127.0.0.1"), "listening");
await using project = await checkout({ "config/deploy.yml": deployYml(), Dockerfile: "FROM scratch\n" });
const { privateHalf } = await makeKey(join(project.directory, "key"));
const times = new Map<string, number[]>(["node -e 0", ...commands].map((name) => [name, []]));

for (let round = 0; round < Number(rounds); round += 1) {
  times.get("node -e 0")?.push(await nothing());
  for (const command of commands) times.get(command)?.push(await firstByte(command));
}
server.close();
const [idle = 0] = [...times.values()].map(median);
for (const [name, each] of times) {
  const beyond = median(each) - idle;
  console.log(`${name.padEnd(20)} ${median(each).toFixed(0).padStart(4)} ms, ${beyond.toFixed(0).padStart(4)} ms more than Node`);
}

/** Milliseconds. */
async function nothing(): Promise<number> {
  const start = performance.now();
  await once(spawn(node, ["-e", "0"], { stdio: "ignore" }), "close");
  return performance.now() - start;
}

/** Milliseconds from the start of the process. @throws Error when it ends without a connection */
async function firstByte(command: string): Promise<number> {
  const folder = await createFiles({});
  const env = await environment(command, folder);
  const start = performance.now();
  const child = spawn(node, [join(dist, "main/index.js")], { cwd: project.directory, env, stdio: ["ignore", "pipe", "ignore"] });
  const time = await Promise.race([arrival().then(() => performance.now() - start), failure(child, command)]);
  child.kill("SIGKILL");
  await once(child, "close");
  await rm(folder, { recursive: true, force: true });
  return time;
}

async function arrival(): Promise<void> {
  const [socket] = await once(server, "connection");
  socket.on("error", () => {});
  await once(socket, "data");
  socket.destroy();
}

async function failure(child: ChildProcess, command: string): Promise<never> {
  let said = "";
  child.stdout?.on("data", (chunk) => (said += String(chunk)));
  await once(child, "close");
  throw new Error(`${command} ended without asking the server:\n${said}`);
}

async function environment(command: string, folder: string): Promise<Record<string, string>> {
  const step: Step = {
    workspace: project.directory,
    with: { command, "ssh-private-key": privateHalf.reveal(), "ssh-host-keys": "accept-new", secrets: '{"PASSWORD": "hunter2"}' },
  };
  return { ...(await jobVariables(step, folder)), ...inputVariables(await readAction(), step) };
}

function deployYml(): string {
  const address = server.address() as AddressInfo;
  return stringify({
    ...{ service: "shop", image: "acme/shop", servers: ["127.0.0.1"], builder: { arch: "amd64" } },
    ...{ registry: { server: "registry.example.com", username: "acme", password: ["PASSWORD"] } },
    ssh: { port: address.port, config: false },
  });
}
