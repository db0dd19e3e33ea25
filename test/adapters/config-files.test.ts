import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readConfig } from "../../src/adapters/config-files.ts";
import { InvalidInput } from "../../src/core/config/problem.ts";
import { describeProblems } from "../../src/core/report/problems.ts";
import { deployYml } from "../core/config/deploy-yml.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "config-"));
  await mkdir(join(directory, "config"));
});
afterEach(() => rm(directory, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(directory, "config", name), text);
const read = (destination?: string, env = {}) =>
  readConfig({ cwd: directory, configFile: "config/deploy.yml", destination, env });

async function complaint(reading: Promise<unknown>): Promise<string> {
  const error = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InvalidInput)) throw new Error("was not refused");
  return describeProblems(error.problems, error.sources).replaceAll(directory, "DIR");
}

it("reads a file, its template filled in from the environment", async () => {
  await write("deploy.yml", deployYml('image: <%= ENV.fetch("IMAGE") %>'));
  const { config, warnings } = await read(undefined, { IMAGE: "acme/other" });
  expect(config.image).toBe("acme/other");
  expect(warnings).toEqual([]);
});

it("reads the destination's file over the base, and tells both their destination", async () => {
  await write("deploy.yml", deployYml('labels: {where: <%= ENV["KAMAL_DESTINATION"] %>}'));
  await write("deploy.staging.yml", "servers: [9.9.9.9]");
  const { config } = await read("staging");
  expect(config).toMatchObject({ destination: "staging", primaryHost: "9.9.9.9", roles: [{ labels: { where: "staging" } }] });
});

it("says where it looked for a file that is not there", async () => {
  expect(await complaint(read())).toBe(
    `config/deploy.yml:1:1  there is no such file
  hint: Looked for DIR/config/deploy.yml. Is this the project's directory? Another file: --config-file.`,
  );
});

it("says which destinations there are", async () => {
  await write("deploy.yml", deployYml(""));
  await write("deploy.production.yml", "");
  await write("deploy.staging.yml", "");
  expect(await complaint(read("stagin"))).toBe(
    `config/deploy.stagin.yml:1:1  there is no file for this destination
  hint: Looked for DIR/config/deploy.stagin.yml. Destinations here: production, staging.`,
  );
});

it("says that a directory is no file", async () => {
  await mkdir(join(directory, "config", "deploy.yml"));
  expect(await complaint(read())).toContain("config/deploy.yml:1:1  cannot be read (EISDIR)");
});

it("shows every mistake with its line", async () => {
  await write("deploy.yml", deployYml("servers:\n  web:\n    hosts: [1.1.1.1]\n    cdm: bin/web\nproxy:\n  app_port: '80'"));
  expect(await complaint(read())).toBe(
    `config/deploy.yml:4:5  servers/web: unknown key: cdm
  4 |     cdm: bin/web
    |     ^
  hint: Did you mean \`cmd\`?

config/deploy.yml:6:13  proxy/app_port: should be an integer
  6 |   app_port: '80'
    |             ^
  hint: The port on which the app listens in its container (80).`,
  );
});

it("shows the template, not what it became", async () => {
  await write("deploy.yml", deployYml('volumes: <%= ENV["TOKEN"] %>'));
  const text = await complaint(read(undefined, { TOKEN: "hunter2" }));
  expect(text).toContain('1 | volumes: <%= ENV["TOKEN"] %>');
  expect(text).not.toContain("hunter2");
});
