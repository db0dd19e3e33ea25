import { describe, expect, it } from "vitest";
import { planBuild, planTidy, type Workspace } from "../../../src/core/plan/build.ts";
import { aConfig, aRegistry, aRelease, outline, stepOf, theSecrets } from "../../support.ts";

const clone = { from: "/work/app", to: "/tmp/clone", revision: "0123456789abcdef", prefix: "", submodules: false };
const workspace = (over: Partial<Workspace> = {}): Workspace => ({
  ...{ directory: "/work/app", clone, builderExists: true, cache: true },
  ...over,
});
const withBuilder = (over: Partial<ReturnType<typeof aConfig>["builder"]>) =>
  aConfig({ builder: { ...aConfig().builder, ...over } });

describe("building", () => {
  it("logs in and clones side by side, then builds", () => {
    expect(outline(planBuild(aRelease(), workspace()))).toEqual([
      "login here ← ",
      "clone here ← ",
      "checkout here ← clone here",
      "build here ← login here, clone here, checkout here",
    ]);
  });

  it("fetches submodules where there are any", () => {
    const plan = planBuild(aRelease(), workspace({ clone: { ...clone, submodules: true } }));
    expect(outline(plan)).toContain("submodules here ← checkout here");
    expect(stepOf(plan, "build here").needs).toContain("submodules here");
  });

  it("makes the builder where there is none", () => {
    const plan = planBuild(aRelease(), workspace({ builderExists: false }));
    expect(stepOf(plan, "builder here").run).toMatchObject({
      argv: ["docker", "buildx", "create", "--name", "kamal-local-docker-container", "--driver=docker-container"],
    });
  });

  it("builds the working tree as it is where a context is set", () => {
    const config = withBuilder({ context: "." });
    const plan = planBuild(aRelease({ config }), workspace({ clone: undefined }));
    expect(outline(plan)).toEqual(["login here ← ", "build here ← login here"]);
    expect(stepOf(plan, "build here").run).toMatchObject({ cwd: "/work/app" });
  });

  it("builds in the project's own directory of the clone", () => {
    const plan = planBuild(aRelease(), workspace({ clone: { ...clone, prefix: "apps/shop" } }));
    expect(stepOf(plan, "build here").run).toMatchObject({ cwd: "/tmp/clone/apps/shop" });
  });

  it("checks out the revision that the version is named after", () => {
    expect(stepOf(planBuild(aRelease(), workspace()), "checkout here").run).toMatchObject({
      argv: ["git", "-C", "/tmp/clone", "checkout", "--quiet", "--detach", "0123456789abcdef"],
    });
  });

  it("hands secrets over in the environment, by name on the command line", () => {
    const config = withBuilder({ secrets: ["KEY"] });
    const secrets = theSecrets({ TOKEN: "t0ken", KEY: "hunter2" });
    const { run } = stepOf(planBuild(aRelease({ config, secrets }), workspace()), "build here");
    expect(run).toMatchObject({ argv: expect.arrayContaining(["--secret", "id=KEY"]), env: { KEY: secrets.get("KEY") } });
    expect(JSON.stringify(run)).not.toContain("hunter2");
  });

  it("logs in nowhere to a registry that asks for no password", () => {
    const config = aConfig({ registry: aRegistry({ username: undefined, password: undefined }) });
    expect(outline(planBuild(aRelease({ config }), workspace()))).not.toContain("login here ← ");
  });

  it("removes the clone whatever happens, and nothing where there is none", () => {
    expect(planTidy(workspace()).steps).toMatchObject([{ run: { argv: ["rm", "-rf", "/tmp/clone"] }, cleansUp: { after: [] } }]);
    expect(planTidy(workspace({ clone: undefined })).steps).toEqual([]);
  });
});
