import { generateKeyPairSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runStep, startMain } from "./runner.ts";
import { checkout, deployYml } from "./workspace.ts";

const aKey = (): string =>
  generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }).toString();

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
  const { main } = await runStep({ workspace: project.directory, with: { "working-directory": "./apps/shop/" } });
  expect(main.annotations[0]?.file).toBe("apps/shop/config/deploy.yml");
});

it.each([
  ["the workspace is empty", {}, "config/deploy.yml"],
  ["the directory is another one", { "working-directory": "apps/shop" }, "apps/shop/config/deploy.yml"],
])("asks for a checkout where there is no deploy.yml as %s, and points at no line of it", async (_, given, place) => {
  await using project = await checkout({ "README.md": "A shop\n" });
  const main = await (await startMain({ workspace: project.directory, with: given })).ended;
  expect(main.exitCode).toBe(1);
  const [first] = main.annotations;
  expect(first).toMatchObject({ level: "error", title: "config/deploy.yml" });
  expect(first?.file).toBeUndefined();
  expect(first?.message).toContain(`Looked for ${place} in the workspace. Is there an actions/checkout step before this one?`);
  expect(main.log).not.toContain("landfall init");
});

it("names every secret that is missing and where it is needed", async () => {
  await using project = await checkout({ "config/deploy.yml": `${deployYml}env:\n  secret: [API_KEY]\n` });
  const main = await (await startMain({ workspace: project.directory })).ended;
  expect(main.exitCode).toBe(1);
  expect(main.annotations).toHaveLength(1);
  expect(main.annotations[0]?.message).toContain("REGISTRY_PASSWORD (registry/password)");
  expect(main.annotations[0]?.message).toContain("API_KEY (env of role web)");
  expect(main.summary).toContain("## ❌ <code>landfall deploy</code>");
  expect(main.summary).toContain("API&#95;KEY");
});

it("writes no summary of a refusal where none is asked for", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml });
  const main = await (await startMain({ workspace: project.directory, with: { summary: "false" } })).ended;
  expect(main).toMatchObject({ exitCode: 1, summary: "" });
});

it("takes a secret that the repository does not have, and so is empty, for missing", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml });
  const given = JSON.stringify({ REGISTRY_PASSWORD: "" });
  const main = await (await startMain({ workspace: project.directory, with: { secrets: given } })).ended;
  expect(main.annotations[0]?.message).toContain("REGISTRY_PASSWORD (registry/password)");
});

it("does not repeat secrets that it cannot read", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml });
  const main = await (await startMain({ workspace: project.directory, with: { secrets: "hunter2-and-more" } })).ended;
  expect(main.exitCode).toBe(1);
  expect(main.annotations.map(({ message }) => message)).toEqual([
    "The input secrets cannot be read: line 1 is not NAME=value. A value of several lines stands in double quotes",
  ]);
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

it("hides the job's token, and the password of the registry", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml });
  const given = { "registry-username": "robot", "registry-password": "hunter2", command: "config" };
  const main = await (await startMain({ workspace: project.directory, token: "ghs_of-this-job", with: given })).ended;
  expect(main).toMatchObject({ exitCode: 0, annotations: [] });
  expect(main.masks).toEqual(expect.arrayContaining(["hunter2", "ghs_of-this-job"]));
});

it("takes secrets as lines, too", async () => {
  const spying = "FOUND=$(printenv PASSWORD TOKEN > found)\nREGISTRY_PASSWORD=$PASSWORD\n";
  await using project = await checkout({ "config/deploy.yml": deployYml, ".kamal/secrets": spying });
  const lines = '# of the registry\nPASSWORD=h#nter2\nTOKEN="two\nlines"\n';
  const given = { secrets: lines, command: "app version --dry-run" };
  const main = await (await startMain({ workspace: project.directory, with: given })).ended;
  expect(main).toMatchObject({ exitCode: 0, annotations: [] });
  expect(await readFile(join(project.directory, "found"), "utf8")).toBe("h#nter2\ntwo\nlines\n");
  expect(main.masks).toEqual(expect.arrayContaining(["h#nter2", "lines"]));
});

const noEnvironment = "The input environment is no name of an environment: it takes one line of at most 255 characters";

it.each([
  [
    { "environment-url": "javascript:alert(1)" },
    'The input environment-url is "javascript:alert(1)"; it takes a whole URL, as in https://shop.example.com',
  ],
  [
    { "environment-url": "shop.example.com" },
    'The input environment-url is "shop.example.com"; it takes a whole URL, as in https://shop.example.com',
  ],
  [{ environment: "e".repeat(256) }, noEnvironment],
  [{ environment: "pro\nduction" }, noEnvironment],
  [
    { "ssh-private-key": "not a key" },
    "The input ssh-private-key: this is no private key that can be read. Give all of it, from -----BEGIN to the end of -----END ... KEY-----.",
  ],
  [{ "skip-push": "yes" }, 'The input skip-push is "yes"; it takes true or false'],
  [{ "ssh-host-keys": "no" }, 'The input ssh-host-keys is "no"; it takes strict or accept-new'],
  [{ command: " " }, "The input command is empty, so nothing was done. Name a command, or leave the input out to deploy"],
  [{ "log-level": "loud" }, 'The input log-level is "loud"; it takes quiet, normal or verbose'],
  [
    { "registry-password": "hunter2" },
    "The input registry-username is empty; registry-username and registry-password go together",
  ],
  [{ "registry-username": "robot" }, "The input registry-password is empty; registry-username and registry-password go together"],
  [
    { command: "lock status", image: "v1" },
    "The command lock status does not know what the input image asks for. Leave it out, or use another command",
  ],
  [{ secrets: '{"PORT": 2222}' }, 'The input secrets cannot be read: "PORT" is no text. Put its value in double quotes'],
])("says which input is wrong: %j", async (given, message) => {
  await using project = await checkout({ "config/deploy.yml": deployYml });
  const main = await (await startMain({ workspace: project.directory, with: given })).ended;
  expect(main.exitCode).toBe(1);
  expect(main.annotations).toEqual([expect.objectContaining({ level: "error", message })]);
});

it("keeps the inputs that are secret from the programs that it starts", async () => {
  const spying = "PROBE=$(env > environment; echo found)\nREGISTRY_PASSWORD=$REGISTRY_PASSWORD\n";
  await using project = await checkout({ "config/deploy.yml": deployYml, ".kamal/secrets": spying });
  const given = {
    ...{ secrets, "ssh-private-key": aKey(), "ssh-passphrase": "correct horse", command: "app version --dry-run" },
    ...{ "registry-username": "robot", "registry-password": "hunter2" },
  };
  const main = await (await startMain({ workspace: project.directory, with: given })).ended;
  expect(main.exitCode).toBe(0);
  const environment = await readFile(join(project.directory, "environment"), "utf8");
  expect(environment).toContain("INPUT_COMMAND=app version --dry-run");
  expect(environment).not.toMatch(/INPUT_(SECRETS|SSH-PRIVATE-KEY|SSH-PASSPHRASE|REGISTRY-PASSWORD|GITHUB-TOKEN)/);
  expect(environment).not.toMatch(/PRIVATE KEY|correct horse|hunter2|ghs_/);
});
