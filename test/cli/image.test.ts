import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkout, deployYml, savedFacts } from "../action/workspace.ts";
import { run } from "./run.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

/** A project that would not build: there is no Dockerfile, and a secret of the build is missing. */
async function aProject() {
  const project = await checkout({
    "config/deploy.yml": deployYml.replace("builder:\n", "builder:\n  secrets: [NPM_TOKEN]\n"),
    ...{ ".kamal/secrets-common": "REGISTRY_PASSWORD=passw0rd\n", "facts.json": savedFacts },
  });
  return {
    ...project,
    landfall: (...args: readonly string[]) => run(project.directory, args),
  };
}

const dry = ["--dry-run", "--facts", "facts.json"];

describe("an image instead of a build", () => {
  it("takes neither what builds nor what is committed, and shows what would be done", async () => {
    await using project = await aProject();
    await writeFile(join(project.directory, "not-committed"), "");
    const { stdout, stderr } = await project.landfall("deploy", "--image", `acme/other:v2@${digest}`, ...dry);
    expect(stderr).toBe("");
    expect(stdout).not.toContain("build:");
    expect(stdout).toContain(`docker pull --quiet docker.io/acme/other@${digest}`);
    expect(stdout).toContain(`docker tag docker.io/acme/other@${digest} acme/shop:v2`);
    expect(stdout).toContain("--name shop-web-v2 ");
    expect(stdout).toContain("docker login");
  });

  it("takes no registry's password where it comes from another registry", async () => {
    await using project = await aProject();
    await writeFile(join(project.directory, ".kamal/secrets-common"), "");
    const { exitCode, stdout } = await project.landfall("deploy", "--image", `ghcr.io/acme/other@${digest}`, ...dry);
    expect(exitCode).toBe(0);
    expect(stdout).not.toContain("docker login");
    expect((await project.landfall("deploy", "--image", `acme/other@${digest}`, ...dry)).stderr).toContain("REGISTRY_PASSWORD");
  });

  it.each([
    ["the tag", `acme/other:v2@${digest}`, [], "v2"],
    ["the digest where there is no tag", digest, [], "sha256-0123456789ab"],
    ["what is asked for", `acme/other:v2@${digest}`, ["--version", "mine"], "mine"],
  ])("has a version of its own: %s", async (_, image, options, version) => {
    await using project = await aProject();
    const { stdout } = await project.landfall("redeploy", "--image", image, "--json", ...options, ...dry);
    expect(JSON.parse(stdout)).toMatchObject({ version, digest });
  });

  it("is asked for by whole names only in shards, which would ask at different times", async () => {
    await using project = await aProject();
    const { exitCode, stderr } = await project.landfall("deploy", "--image", "acme/other:v2", "--shard", "1/2", ...dry);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("give the image's digest");
  });

  it.each([
    ["rollback", ["rollback", "v1"]],
    ["boot", ["app", "boot"]],
  ])("is nothing for a %s", async (name, command) => {
    await using project = await aProject();
    const { exitCode, stderr } = await project.landfall(...command, "--image", "v2");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`A ${name} takes a version that was deployed before, and no image`);
  });
});
