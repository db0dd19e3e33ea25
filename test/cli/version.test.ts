import { expect, it } from "vitest";
import type { Repository } from "../../src/adapters/git.ts";
import { versionArgument } from "../../src/cli/options.ts";
import { knownVersion, versionOf } from "../../src/use-cases/project.ts";
import { deployYml, parse } from "../core/config/deploy-yml.ts";

const parsed = parse(deployYml(""));
if ("problems" in parsed) throw new Error("the sample is wrong");
const { config } = parsed;
const names = { userName: undefined, userEmail: undefined };
const repository: Repository = { root: "/app", prefix: "", revision: "1a2b3c", submodules: false, dirty: false, ...names };
const directory = "/app";
const unversioned = undefined;
const run = { url: undefined, id: undefined, attempt: undefined, machine: "here", step: undefined };

it("a version is the one that was asked for, or that the variable VERSION names, or the commit", () => {
  const project = { config, repository, unversioned };
  const version = versionArgument("v2");
  expect(versionOf(project, { directory, run, env: { VERSION: "v1" }, version })).toBe("v2");
  expect(versionOf(project, { directory, run, env: { VERSION: "v1" }, version: undefined })).toBe("v1");
  expect(versionOf(project, { directory, run, env: { VERSION: "" }, version: undefined })).toBe("1a2b3c");
});

it("where there is no commit the version is not known, and nothing can be deployed", () => {
  const project = { config, repository: undefined, unversioned: { kind: "no commit" } } as const;
  expect(knownVersion(project, { env: {}, version: undefined })).toBeUndefined();
  expect(() => versionOf(project, { directory, run, env: {}, version: undefined })).toThrow(
    "There is no git commit in /app to name the version after. Commit first, or give --version",
  );
});

it("a variable VERSION that cannot be a version is refused, so that not the commit is deployed in its place", () => {
  const request = { directory, run, env: { VERSION: "feature/x" }, version: undefined };
  expect(() => versionOf({ config, repository, unversioned }, request)).toThrow(
    'The variable VERSION is "feature/x", which cannot be a version',
  );
});
