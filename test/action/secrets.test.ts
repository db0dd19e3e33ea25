import { expect, it } from "vitest";
import { startMain } from "./runner.ts";
import { checkout, deployYml } from "./workspace.ts";

/** Kamal's test adapter needs no vault: every value is its name backwards. */
const files = {
  "config/deploy.yml": deployYml,
  ".kamal/secrets": [
    "SECRETS=$(kamal secrets fetch --adapter test --account $ACCOUNT 4x3t3rc3s)",
    "REGISTRY_PASSWORD=$(kamal secrets extract 4x3t3rc3s $SECRETS)",
  ].join("\n"),
};
const step = { hidden: ["s3cr3t3x4"] };

it("hides what a vault gave", async () => {
  await using project = await checkout(files);
  const inputs = { command: "app version --dry-run", secrets: JSON.stringify({ ACCOUNT: "me@example.com" }) };
  const main = await (await startMain({ ...step, workspace: project.directory, with: inputs })).ended;
  expect(main).toMatchObject({ exitCode: 0, annotations: [] });
  expect(main.masks).toContain("s3cr3t3x4");
});

it.each(["print", "fetch --adapter test --account me 4x3t3rc3s", 'extract a {"a":"s3cr3t3x4"}'])(
  "shows no secret in a job, and says where it would: secrets %s",
  async (command) => {
    await using project = await checkout(files);
    const main = await (await startMain({ ...step, workspace: project.directory, with: { command: `secrets ${command}` } }))
      .ended;
    expect(main.exitCode).toBe(1);
    expect(main.annotations).toEqual([
      expect.objectContaining({ level: "error", message: expect.stringContaining("terminal of your own") }),
    ]);
    expect(main.masks).not.toContain("s3cr3t3x4");
  },
);
