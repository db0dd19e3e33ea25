import { describe, expect, it } from "vitest";
import { hookSteps } from "../../../src/core/plan/hook.ts";
import { aConfig, aRelease, aRole, aVersion, outline, theSecrets } from "../../support.ts";
import { aWorld } from "../../world.ts";
import { deploying } from "./deploying.ts";

const hooks = { directory: "/project", paths: new Map([["pre-deploy", ".kamal/hooks/pre-deploy"]] as const) };
const moment = { hosts: ["a", "b"], locked: true };

describe("a hook", () => {
  it("is no step where the project has none", () => {
    expect(hookSteps(aRelease(), "pre-deploy", moment)).toEqual([]);
  });

  it("runs as Kamal runs it: here, in the project, told what goes on", () => {
    const version = aVersion("0123456789abcdef");
    const secrets = theSecrets({ TOKEN: "t0ken" });
    const [step] = hookSteps(
      aRelease({ hooks, version, secrets, config: aConfig({ destination: "staging" }) }),
      "pre-deploy",
      moment,
    );
    expect(step?.run).toEqual({
      argv: ["/usr/bin/env", ".kamal/hooks/pre-deploy"],
      cwd: "/project",
      env: {
        KAMAL_RECORDED_AT: "2026-01-02T03:04:05Z",
        KAMAL_PERFORMER: "ann@example.com",
        KAMAL_DESTINATION: "staging",
        KAMAL_VERSION: "0123456789abcdef",
        KAMAL_SERVICE_VERSION: "app@0123456",
        KAMAL_SERVICE: "app",
        KAMAL_HOSTS: "a,b",
        KAMAL_LOCK: "true",
        KAMAL_COMMAND: "deploy",
        TOKEN: secrets.get("TOKEN"),
      },
    });
  });

  it("of a build or a boot is told no secrets", () => {
    const paths = new Map([["pre-build", "b"] as const, ["pre-app-boot", "p"] as const]);
    for (const name of paths.keys()) {
      const [step] = hookSteps(aRelease({ hooks: { ...hooks, paths } }), name, moment);
      expect(step?.run).toMatchObject({ env: expect.not.objectContaining({ TOKEN: expect.anything() }) });
    }
  });

  it("has a name without blanks at its ends", () => {
    const [step] = hookSteps(aRelease({ hooks }), "pre-deploy", moment);
    expect(step?.id).toBe(step?.id.trim());
  });

  it("that fails before a deploy stops it before it has changed anything", async () => {
    const world = aWorld({ failing: /pre-deploy/ });
    await world.execute(deploying({ hooks }));
    expect(world.ran.map((id) => id.trim())).toEqual(["hook pre-deploy"]);
  });

  it("around the boot of a group is told that group's hosts, and that fails undoes the boot", async () => {
    const paths = new Map([["pre-app-boot", "pre"] as const, ["post-app-boot", "post"] as const]);
    const config = aConfig({
      roles: [aRole({ hosts: ["a", "b"] })],
      boot: { limit: { hosts: 1 }, wait: 0, parallelRoles: false },
    });
    const plan = deploying({ config, hooks: { ...hooks, paths } });
    const told = plan.steps.flatMap((step) => ("argv" in step.run ? [`${step.run.argv[1]} ${step.run.env?.KAMAL_HOSTS}`] : []));
    expect(told).toEqual(["pre a", "post a", "pre b", "post b"]);
    const world = aWorld({ failing: /\/usr\/bin\/env post/ });
    await world.execute(plan);
    expect(world.ran).toEqual(expect.arrayContaining(["return web a", "stop web a"]));
    expect(outline(plan).filter((line) => line.startsWith("run web b"))[0]).toMatch(/pre-app-boot/);
    expect(world.ran).not.toContain("run web b");
  });
});
