import { describe, expect, it } from "vitest";
import { packArguments } from "../../../../src/core/commands/builder/pack.ts";
import { aConfig, aSecret, aVersion } from "../../../support.ts";

const options = { cache: true, output: "registry", dirty: false, variables: { WHO: aSecret("ann") } };
const pack = { builder: "heroku/builder:24", buildpacks: ["heroku/ruby", "heroku/procfile"] };
const config = aConfig({
  builder: { ...aConfig().builder, pack, args: { MOTTO: "two words", FOR: "${WHO}" }, secrets: ["KEY"], context: "./web" },
});

describe("building with buildpacks", () => {
  it("is one line, as Kamal's, but for the values of secrets", () => {
    expect(packArguments(config, pack, aVersion("999"), options).map(String)).toEqual([
      ...["build", "acme/app", "--platform", "linux/amd64", "--creation-time", "now", "--builder", "heroku/builder:24"],
      ...["--buildpack", "heroku/ruby", "--buildpack", "heroku/procfile", "--buildpack", "paketo-buildpacks/image-labels"],
      ...["-t", "acme/app:999", "-t", "acme/app:latest", "--env", "BP_IMAGE_LABELS=service=app"],
      ...["--env", "MOTTO=two words", "--env", '[FOR="${WHO}"]', "--env", "KEY", "--path", "./web"],
    ]);
  });

  it("can do without its cache", () => {
    expect(packArguments(config, pack, aVersion("999"), { ...options, cache: false })).toContain("--clear-cache");
  });
});
