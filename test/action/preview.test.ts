import { expect, it } from "vitest";
import { startMain } from "./runner.ts";
import { checkout, deployYml, savedFacts } from "./workspace.ts";

const secrets = JSON.stringify({ REGISTRY_PASSWORD: "registry-passw0rd" });

it("shows what a deploy would do, in the log and in the summary, without a secret", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml, "facts.json": savedFacts });
  const command = `deploy --skip-push --dry-run --facts ${project.directory}/facts.json`;
  const main = await (await startMain({ workspace: project.directory, with: { command, secrets } })).ended;
  expect(main).toMatchObject({ exitCode: 0, annotations: [], state: {} });
  expect(main.log).toContain(`docker pull --quiet acme/shop:${project.commit}`);
  expect(main.summary).toContain("docker pull");
});

it("takes the version, the destination and the file from inputs", async () => {
  const staging = "servers:\n  - 192.0.2.1\n";
  await using project = await checkout({
    "deploy/app.yml": deployYml.replace(/servers:\n.*\n/, ""),
    "deploy/app.staging.yml": staging,
    "facts.json": savedFacts,
  });
  const inputs = { "config-file": "deploy/app.yml", destination: "staging", version: "v7", secrets };
  const command = `deploy --skip-push --dry-run --json --facts ${project.directory}/facts.json`;
  const main = await (await startMain({ workspace: project.directory, with: { ...inputs, command } })).ended;
  expect(main.annotations).toEqual([]);
  expect(JSON.parse(main.log)).toMatchObject({ image: "acme/shop:v7", version: "v7" });
  expect(main.log).toContain("shop-web-staging-v7");
});

it("takes every option as an input of its own", async () => {
  await using project = await checkout({
    "config/deploy.yml": deployYml.replace("- 192.0.2.1", "- 192.0.2.1\n  - 192.0.2.2"),
    "facts.json": savedFacts,
  });
  const inputs = { "dry-run": "true", "skip-push": "True", hosts: "192.0.2.1", "log-level": "quiet", secrets };
  const command = `deploy --facts ${project.directory}/facts.json`;
  const main = await (await startMain({ workspace: project.directory, with: { ...inputs, command } })).ended;
  expect(main).toMatchObject({ exitCode: 0, annotations: [] });
  expect(main.log).toContain("docker pull");
  expect(main.log).not.toContain("192.0.2.2");
});

const onGithub = deployYml.replace(/registry:[\s\S]*?builder:/, "registry:\n  server: ghcr.io\nbuilder:");

it("needs no secret for the registry of GitHub: the job's own token opens it", async () => {
  await using project = await checkout({ "config/deploy.yml": onGithub, "facts.json": savedFacts });
  const command = `deploy --skip-push --dry-run --facts ${project.directory}/facts.json`;
  const step = { workspace: project.directory, with: { command }, env: { GITHUB_ACTOR: "octocat" } };
  const main = await (await startMain(step)).ended;
  expect(main).toMatchObject({ exitCode: 0, annotations: [] });
  expect(main.log).toContain("[input github-token] | docker login ghcr.io -u octocat --password-stdin");
  const without = await (await startMain({ ...step, with: { command, "github-token": "" } })).ended;
  expect(without.annotations[0]?.message).toMatch(/github-token \(registry\/password\)\n.*Name both under registry/);
});

it("finds an alias in the deploy.yml that an input names", async () => {
  await using project = await checkout({ "deploy/app.yml": `${deployYml}aliases:\n  look: config --json\n` });
  const inputs = { "config-file": "deploy/app.yml", version: "v7", secrets };
  const main = await (await startMain({ workspace: project.directory, with: { ...inputs, command: "look" } })).ended;
  expect(main).toMatchObject({ exitCode: 0, annotations: [] });
  expect(JSON.parse(main.log)).toMatchObject({ service: "shop", version: "v7" });
});

it("lets the command have the last word", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml, "facts.json": savedFacts });
  const command = `deploy --version v8 --skip-push --dry-run --json --facts ${project.directory}/facts.json`;
  const main = await (await startMain({ workspace: project.directory, with: { version: "v7", command, secrets } })).ended;
  expect(JSON.parse(main.log)).toMatchObject({ version: "v8" });
});

it("shows help when it is asked for", async () => {
  await using project = await checkout({ "config/deploy.yml": deployYml });
  const main = await (await startMain({ workspace: project.directory, with: { command: "deploy --help" } })).ended;
  expect(main).toMatchObject({ exitCode: 0, annotations: [] });
  expect(main.log).toContain("--skip-push");
});

it("shows a warning beside its line and goes on", async () => {
  const surprising = `${deployYml}env:\n  clear:\n    on: "1"\n`;
  await using project = await checkout({ "config/deploy.yml": surprising });
  const main = await (await startMain({ workspace: project.directory, with: { command: "config", secrets } })).ended;
  expect(main.exitCode).toBe(0);
  expect(main.annotations).toEqual([
    expect.objectContaining({ level: "warning", file: "config/deploy.yml", line: 15, column: 5 }),
  ]);
});
