import { describe, expect, it } from "vitest";
import { planTidy } from "../../../../src/core/plan/build/clone.ts";
import { planBuild } from "../../../../src/core/plan/build/push.ts";
import { aConfig, aRegistry, aRelease, commandsOf, outline, stepOf, theSecrets } from "../../../support.ts";
import { aClone as clone, withBuilder, aWorkspace as workspace } from "./workspace.ts";

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
    const plan = planBuild(aRelease(), workspace({ builder: { builder: undefined, context: undefined } }));
    expect(stepOf(plan, "builder here").run).toMatchObject({
      argv: ["docker", "buildx", "create", "--name", "kamal-local-docker-container", "--driver=docker-container"],
    });
  });

  it("runs the pre-build hook before it makes anything", () => {
    const hooks = { directory: "/work/app", paths: new Map([["pre-build" as const, "/work/app/.kamal/hooks/pre-build"]]) };
    const plan = planBuild(aRelease({ hooks }), workspace({ builder: { builder: undefined, context: undefined } }));
    expect(outline(plan)).toEqual(expect.arrayContaining(["builder here ← hook pre-build", "clone here ← hook pre-build"]));
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

  it("gives the build, and nothing else, the token of the Actions cache", () => {
    const config = withBuilder({ cache: { type: "gha", options: undefined, image: undefined } });
    const env = { ACTIONS_RUNTIME_TOKEN: "jwt" };
    const plan = planBuild(aRelease({ config }), workspace({ env }, config));
    const given = commandsOf(plan).filter((command) => command.includes("ACTIONS_RUNTIME_TOKEN"));
    expect(given).toEqual([expect.stringContaining("docker buildx build")]);
    expect(JSON.stringify(plan)).not.toContain("jwt");
    const without = workspace({ env, cacheObstacle: { message: "too old", hint: "" } }, config);
    expect(commandsOf(planBuild(aRelease({ config }), without)).join("\n")).not.toMatch(/ACTIONS_RUNTIME_TOKEN|--cache-/);
  });

  it("logs in nowhere to a registry that asks for no password", () => {
    const config = aConfig({ registry: aRegistry({ username: undefined, password: undefined }) });
    expect(outline(planBuild(aRelease({ config }), workspace()))).not.toContain("login here ← ");
  });

  it("serves a registry on localhost here, and asks nobody to log in", () => {
    const config = aConfig({ registry: aRegistry({ server: "localhost:5555", local: true }), image: "localhost:5555/app" });
    const plan = planBuild(aRelease({ config }), workspace({}, config));
    expect(outline(plan)).not.toContain("login here ← ");
    expect(commandsOf(plan)).toContain(
      "docker start kamal-docker-registry || docker run --detach -p 127.0.0.1:5555:5000 --name kamal-docker-registry registry:3",
    );
    expect(plan.forwards).toEqual([]);
  });

  it("lets a remote builder ask for its own tokens, as Kamal does, with a login from here", () => {
    const config = withBuilder({ arch: ["arm64"], remote: "ssh://ann@build.example.com" });
    const plan = planBuild(aRelease({ config }), workspace({}, config));
    expect(stepOf(plan, "build here").run).toMatchObject({ env: { BUILDKIT_NO_CLIENT_TOKEN: "1" } });
    expect(outline(plan)).toContain("login here ← ");
  });

  it("leads the registry's port on a remote builder's host to this machine", () => {
    const config = withBuilder(
      { arch: ["amd64", "arm64"], remote: "ssh://ann@build.example.com:2222" },
      { registry: aRegistry({ server: "localhost:5555", local: true }) },
    );
    expect(planBuild(aRelease({ config }), workspace({}, config)).forwards).toEqual([
      { host: "build.example.com", port: 5555, stage: "build", login: { user: "ann", port: 2222 } },
    ]);
  });

  it("pushes what buildpacks made in steps of its own", () => {
    const config = withBuilder({ pack: { builder: "heroku/builder:24", buildpacks: ["heroku/ruby"] }, secrets: ["KEY"] });
    const secrets = theSecrets({ TOKEN: "t0ken", KEY: "hunter2" });
    const plan = planBuild(aRelease({ config, secrets }), workspace({}, config));
    expect(outline(plan).slice(-2)).toEqual(["push here ← build here", "push-latest here ← push here"]);
    expect(commandsOf(plan).slice(-2)).toEqual(["docker push acme/app:999", "docker push acme/app:latest"]);
    expect(stepOf(plan, "build here").run).toMatchObject({ env: { KEY: secrets.get("KEY") } });
  });

  it("removes the clone whatever happens, and nothing where there is none", () => {
    expect(planTidy(workspace()).steps).toMatchObject([{ run: { argv: ["rm", "-rf", "/tmp/clone"] }, cleansUp: { after: [] } }]);
    expect(planTidy(workspace({ clone: undefined })).steps).toEqual([]);
  });

  it("removes the clones of runs that were killed as well", () => {
    const { steps } = planTidy(workspace({ clone: { ...clone, abandoned: ["/tmp/old"] } }));
    expect(steps).toMatchObject([{ run: { argv: ["rm", "-rf", "/tmp/clone", "/tmp/old"] } }]);
  });
});
