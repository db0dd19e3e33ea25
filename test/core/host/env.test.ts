import { expect, it } from "vitest";
import { envFileContent, envOf } from "../../../src/core/host/env.ts";
import { Secret } from "../../../src/core/shell/secret.ts";
import { deployYml, parse } from "../config/deploy-yml.ts";

const secrets = new Map(["S1", "S2", "S3"].map((name) => [name, new Secret(name, `value-${name}`)]));

/** What the env file of the role web's containers on the host h holds. */
function fileOf(lines: string): string {
  const parsed = parse(deployYml(lines));
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { config } = parsed;
  const [role] = config.roles;
  const [place] = role?.hosts ?? [];
  if (role === undefined || place === undefined) throw new Error("There is no role");
  return envFileContent(envOf(config, role, place.host), secrets).reveal();
}

// Kamal joins the sections' lists as they are written, each entry once, then lets the last entry of a name count (Configuration::Env#merge).
it.each([
  [
    "a name that stands twice takes the last secret, in the first place",
    "env: {secret: [A:S1, B:S2, A:S3]}",
    "A=value-S3\nB=value-S2\n",
  ],
  [
    "a role's alias takes the place of the root's",
    "env: {secret: [A:S1, B:S2]}\nservers: {web: {hosts: [h], env: {secret: [A:S3]}}}",
    "A=value-S3\nB=value-S2\n",
  ],
  [
    "a role that repeats an earlier entry changes nothing",
    "env: {secret: [A:S1, A:S2]}\nservers: {web: {hosts: [h], env: {secret: [A:S1]}}}",
    "A=value-S2\n",
  ],
  [
    "a tag that repeats the root's entry does not undo the role's",
    "env: {secret: [A:S1], tags: {t: {secret: [A:S1]}}}\nservers: {web: {hosts: [h: t], env: {secret: [A:S2]}}}",
    "A=value-S2\n",
  ],
  [
    "a tag's new alias counts",
    "env: {secret: [A:S1], tags: {t: {secret: [A:S3]}}}\nservers: {web: {hosts: [h: t], env: {secret: [A:S2]}}}",
    "A=value-S3\n",
  ],
  ["no secrets make one line feed", "env: {A: 1}", "\n"],
])("in the env file %s", (_, lines, content) => {
  expect(fileOf(lines)).toBe(content);
});
