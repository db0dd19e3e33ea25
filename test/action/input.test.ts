import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runStep, startMain } from "./runner.ts";
import { checkout, deployYml } from "./workspace.ts";

const secrets = JSON.stringify({ REGISTRY_PASSWORD: "registry-passw0rd" });

it("shows each mistake in deploy.yml beside its line, before it does anything", async () => {
  const wrong = deployYml.replace("image:", "imaeg: acme/shop\nimage:");
  await using project = await checkout({ "config/deploy.yml": wrong });
  const { main, post } = await runStep({ workspace: project.directory, with: { secrets } });
  expect(main.exitCode).toBe(1);
  expect(main.groups).toEqual([]);
  expect(main.annotations[0]).toMatchObject({ level: "error", file: "config/deploy.yml", line: 2, column: 1 });
  expect(main.annotations[0]?.message).toContain("imaeg");
  expect(main.annotations.at(-1)?.message).toMatch(/problems? in config\/deploy\.yml\. Nothing was deployed\./);
  expect(main.log).not.toMatch(/at .*\.js:\d+/);
  expect(post).toMatchObject({ exitCode: 0, log: "" });
});

it("points into the repository when the project is in one of its directories", async () => {
  await using project = await checkout({ "apps/shop/config/deploy.yml": "service: Shop!\n" });
  const { main } = await runStep({ workspace: project.directory, with: { directory: "./apps/shop/" } });
  expect(main.annotations[0]?.file).toBe("apps/shop/config/deploy.yml");
});

it("names every secret that is missing and where it is needed", async () => {
  await using project = await checkout({ "config/deploy.yml": `${deployYml}env:\n  secret: [API_KEY]\n` });
  const main = await (await startMain({ workspace: project.directory })).ended;
  expect(main.exitCode).toBe(1);
  expect(main.annotations).toHaveLength(1);
  expect(main.annotations[0]?.message).toContain("REGISTRY_PASSWORD (registry/password)");
  expect(main.annotations[0]?.message).toContain("API_KEY (env of role web)");
});

it("takes a secret that the repository does not have, and so is empty, for missing", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml });
  const given = JSON.stringify({ REGISTRY_PASSWORD: "" });
  const main = await (await startMain({ workspace: project.directory, with: { secrets: given } })).ended;
  expect(main.annotations[0]?.message).toContain("REGISTRY_PASSWORD (registry/password)");
});

it("does not repeat secrets that it cannot read", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml });
  const main = await (await startMain({ workspace: project.directory, with: { secrets: "PASSWORD=hunter2-and-more" } })).ended;
  expect(main.exitCode).toBe(1);
  expect(main.annotations.map(({ message }) => message)).toEqual([expect.stringContaining("${{ toJSON(secrets) }}")]);
});

it("says what is wrong with a command", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml });
  const say = async (command: string) => {
    const main = await (await startMain({ workspace: project.directory, with: { command, secrets } })).ended;
    return { exitCode: main.exitCode, messages: main.annotations.map(({ message }) => message) };
  };
  expect(await say("deploy --skip-psh")).toMatchObject({
    exitCode: 1,
    messages: [expect.stringMatching(/^The input command is wrong: unknown option '--skip-psh'/)],
  });
  expect(await say("deploy 'x")).toEqual({ exitCode: 1, messages: ["A quote is left open in the command: deploy 'x"] });
});

it("hides every secret before the log can show it, each line of a key too", async () => {
  const key =
    "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\nAAAEbm9uZQAAAAAAAAABAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
  await using project = await checkout({ "config/deploy.yml": deployYml });
  const main = await (
    await startMain({ workspace: project.directory, with: { "ssh-private-key": key, secrets, command: "config" } })
  ).ended;
  expect(main.masks).toEqual(
    expect.arrayContaining(["b3BlbnNzaC1rZXktdjEAAAAA", "AAAEbm9uZQAAAAAAAAABAAAA", "registry-passw0rd"]),
  );
  expect(main.masks).not.toContain("-----BEGIN OPENSSH PRIVATE KEY-----");
});

it("keeps the inputs that are secret from the programs that it starts", async () => {
  const spying = "PROBE=$(env > environment; echo found)\nREGISTRY_PASSWORD=$REGISTRY_PASSWORD\n";
  await using project = await checkout({ "config/deploy.yml": deployYml, ".kamal/secrets": spying });
  const given = { secrets, "ssh-private-key": "some key", command: "app version --dry-run" };
  const main = await (await startMain({ workspace: project.directory, with: given })).ended;
  expect(main.exitCode).toBe(0);
  const environment = await readFile(join(project.directory, "environment"), "utf8");
  expect(environment).toContain("INPUT_COMMAND=app version --dry-run");
  expect(environment).not.toMatch(/INPUT_SECRETS|INPUT_SSH-PRIVATE-KEY/);
});
