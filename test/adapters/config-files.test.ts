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
const read = (destination?: string, env = {}, signal = new AbortController().signal) =>
  readConfig({ cwd: directory, configFile: "config/deploy.yml", destination, env, signal });

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

it("runs the commands of a template in the project's directory, with the environment of the run", async () => {
  await write("name", "acme/other\n");
  await write("deploy.yml", deployYml('image: <%= `cat config/name; cat`.strip %>\nlabels: {a: <%= `printf %s "$X"` %>}'));
  const { config } = await read(undefined, { PATH: process.env.PATH, X: "value" });
  expect(config).toMatchObject({ image: "acme/other", roles: [{ labels: { a: "value" } }] });
});

it("keeps the text of a command out of the list of processes", async () => {
  await write("deploy.yml", deployYml("labels: {a: <%= `tr '\\\\0' ' ' < /proc/$$/cmdline; : hunter2`.strip %>}"));
  const { config } = await read(undefined, { PATH: process.env.PATH });
  expect(config.roles[0]?.labels.a).toMatch(/^sh -c/);
  expect(config.roles[0]?.labels.a).not.toContain("hunter2");
});

it("hands a template that takes more to Ruby, and both files when one does", async () => {
  await write("deploy.yml", deployYml('<% ENV["A"] = "set by Ruby" %>'));
  await write("deploy.staging.yml", 'labels:\n  a: <%= ENV["A"] %>\n  b: <%= ENV["KAMAL_DESTINATION"] %>');
  const { config, env } = await read("staging", { PATH: process.env.PATH });
  expect(config).toMatchObject({ roles: [{ labels: { a: "set by Ruby", b: "staging" } }] });
  expect(env).toMatchObject({ A: "set by Ruby", KAMAL_DESTINATION: "staging" });
});

it("shows the line on which Ruby fails", async () => {
  await write("deploy.yml", deployYml("labels:\n<% 2.times do |i| %>\n  a<%= i %>: <%= Integer('x') %>\n<% end %>"));
  expect(await complaint(read(undefined, { PATH: process.env.PATH }))).toBe(
    `config/deploy.yml:3:18  this Ruby fails: invalid value for Integer(): "x" (ArgumentError)
  3 |   a<%= i %>: <%= Integer('x') %>
    |                  ^`,
  );
});

it("says what is understood without Ruby where there is none", async () => {
  await write("deploy.yml", deployYml("volumes:\n<% 2.times do |i| %>\n  - <%= i.to_s %>:/a\n<% end %>"));
  const text = await complaint(read(undefined, { PATH: directory }));
  expect(text).toContain("config/deploy.yml:2:4  it takes Ruby to run this, and there is no ruby on PATH: 2.times do |i|");
  expect(text).toContain("  2 | <% 2.times do |i| %>");
  expect(text).toContain("config/deploy.yml:3:9  it takes Ruby");
  expect(text).toContain('hint: Understood without it are ENV["X"]');
});

it("gives a template up when the run is stopped", async () => {
  const run = new AbortController();
  await write("deploy.yml", deployYml("labels: {a: <%= `sleep 1000` %>}"));
  const reading = read(undefined, { PATH: process.env.PATH }, run.signal);
  run.abort();
  await expect(reading).rejects.toMatchObject({ name: "Refusal", reasons: ["Stopped before any server was reached"] });
});

it("says where it looked for a file that is not there", async () => {
  expect(await complaint(read())).toBe(
    `config/deploy.yml:1:1  there is no such file
  hint: Looked for DIR/config/deploy.yml. Is this the project's directory? Another file: --config-file. To begin: landfall init.`,
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
  expect(await complaint(read())).toContain("config/deploy.yml:1:1  cannot be read: it is a directory");
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
  hint: The port on which the app listens in its container. Default: 80.`,
  );
});

it("says where a file is no text in UTF-8", async () => {
  await writeFile(join(directory, "config/deploy.yml"), Buffer.from("service: a\nimage: caf\xe9\n", "latin1"));
  expect(await complaint(read())).toBe(
    "config/deploy.yml:2:11  is not text in UTF-8\n  hint: Save the file as UTF-8. Is it a text file?",
  );
});

it("shows the template, not what it became", async () => {
  await write("deploy.yml", deployYml('volumes: <%= ENV["TOKEN"] %>'));
  const text = await complaint(read(undefined, { TOKEN: "hunter2" }));
  expect(text).toContain('1 | volumes: <%= ENV["TOKEN"] %>');
  expect(text).not.toContain("hunter2");
});
