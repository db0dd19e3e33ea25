import { chmod } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startMain } from "./runner.ts";
import { checkout, deployYml } from "./workspace.ts";

const provoked = `--import=${join(import.meta.dirname, "../provocation.ts")}`;

it.each([
  ["in a promise that nobody waits for", "USR2", "Nobody waits for this"],
  ["with an error that nobody catches", "ALRM", "Nobody catches this"],
])("a job whose program fails %s is stopped, and says so without a secret", async (_, signal, words) => {
  const hook = `#!/bin/sh\nkill -${signal} $PPID\nsleep 60\n`;
  await using project = await checkout({ "config/deploy.yml": deployYml, ".kamal/hooks/pre-connect": hook });
  await chmod(join(project.directory, ".kamal/hooks/pre-connect"), 0o755);
  const secrets = JSON.stringify({ REGISTRY_PASSWORD: "registry-passw0rd", API_KEY: "k3y-of-the-app" });
  const step = {
    workspace: project.directory,
    with: { command: "deploy --skip-push", secrets },
    env: { NODE_OPTIONS: provoked },
  };
  const { exitCode, annotations, summary } = await (await startMain(step)).ended;
  expect(exitCode).toBe(1);
  expect(annotations.map(({ message }) => message).join("\n")).toMatch(new RegExp(`This is a fault in Landfall.*${words}`, "s"));
  expect(summary).toContain("This is a fault in Landfall");
  expect(summary).toContain("API&#95;KEY");
  expect(summary).not.toContain("k3y-of-the-app");
});
