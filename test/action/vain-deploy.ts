import { createServer } from "node:net";
import { type Ended, startMain } from "./runner.ts";
import { checkout, deployYml } from "./workspace.ts";

/** A deploy to a server that takes no connections: short, but a run like any other. */
export async function deployInVain(
  env: Readonly<Record<string, string>> = {},
  inputs: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const port = await closedPort();
  const files = { "config/deploy.yml": `${deployYml.replace("192.0.2.1", "127.0.0.1")}ssh:\n  port: ${port}\n  config: false\n` };
  await using project = await checkout(files);
  const secrets = JSON.stringify({ REGISTRY_PASSWORD: "registry-passw0rd" });
  const given = { command: "deploy --skip-push", secrets, ...inputs };
  return await (await startMain({ workspace: project.directory, with: given, env })).ended;
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 1;
}
