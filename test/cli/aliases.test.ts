import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withoutAlias } from "../../src/cli/aliases.ts";
import { OwnLock } from "../../src/cli/own-lock.ts";
import { terminal } from "../../src/cli/terminal.ts";
import { Discretion } from "../../src/core/shell/discretion.ts";
import { deployYml, parse } from "../core/config/deploy-yml.ts";
import { theProgram } from "./commands.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "aliases-"));
  await mkdir(join(directory, "config"));
});
afterEach(() => rm(directory, { recursive: true }));

const aliases = `aliases:
  console: app exec -i "bin/rails console"
  staging: config -d staging
  twice: console --reuse
  a: b
  b: a
  open: app exec "x`;

const file = (): string => join(directory, "config/deploy.yml");
const frontEnd = terminal({ signal: new AbortController().signal, silence: () => {} }, new OwnLock(), new Discretion());
const expanded = (...words: readonly string[]) => withoutAlias([...words, "-c", file()], theProgram(), frontEnd);

it.each([
  ["console", ["app", "exec", "-i", "bin/rails console"]],
  ["staging", ["config", "-d", "staging"]],
  ["twice", ["app", "exec", "-i", "bin/rails console", "--reuse"]],
  ["nothing", ["nothing"]],
  ["deploy", ["deploy"]],
])("%s is written out", async (name, words) => {
  await writeFile(file(), deployYml(aliases));
  expect(await expanded(name)).toEqual([...words, "-c", file()]);
});

it.each([
  ["a", "The alias a leads back to itself"],
  ["open", 'The alias open has a quote that is not closed: app exec "x'],
])("the alias %s is refused", async (name, reason) => {
  await writeFile(file(), deployYml(aliases));
  await expect(expanded(name)).rejects.toMatchObject({ reasons: [reason] });
});

it.each([
  [
    ["app", "stale-containers", "--stop"],
    ["app", "stale_containers", "--stop"],
  ],
  [
    ["proxy", "boot-config", "get"],
    ["proxy", "boot_config", "get"],
  ],
  [
    ["app", "exec", "stale-containers"],
    ["app", "exec", "stale-containers"],
  ],
  [["--version"], ["version"]],
])("%j is taken for %j", async (typed, meant) => {
  expect(await withoutAlias(typed, theProgram(), frontEnd)).toEqual(meant);
});

it("an alias where there is no deploy.yml is answered with that", async () => {
  await expect(expanded("console")).rejects.toMatchObject({
    reasons: [`There is no command console, and no ${file()} here that could have an alias of that name`],
  });
});

it("a misspelt command where there is no deploy.yml is left to be told its right name", async () => {
  expect(await expanded("deplyo")).toEqual(["deplyo", "-c", file()]);
});

it.each(["envify", "env", "traefik", "healthcheck"])("%s of Kamal 1 is answered with what took its place", async (name) => {
  await writeFile(file(), deployYml(aliases));
  await expect(expanded(name)).rejects.toThrow(new RegExp(`There is no command ${name} since Kamal 2: \\w`));
});

it("an alias may have the name of such a command", async () => {
  await writeFile(file(), deployYml("aliases:\n  env: app exec printenv"));
  expect(await expanded("env")).toEqual(["app", "exec", "printenv", "-c", file()]);
});

it("options before the command are answered with where they belong", async () => {
  const typed = withoutAlias(["-d", "staging", "deploy", "-P"], theProgram(), frontEnd);
  await expect(typed).rejects.toMatchObject({
    reasons: ["Options stand behind the command: landfall deploy -d staging -P"],
  });
});

it.each(theProgram().commands.map((command) => command.name()))("an alias cannot take the place of %s unnoticed", (name) => {
  const parsed = parse(deployYml(`aliases: { ${name}: app exec date }`));
  expect("problems" in parsed ? parsed.problems : parsed.warnings).toMatchObject([{ path: `aliases/${name}` }]);
});
