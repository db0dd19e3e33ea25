import { describe, expect, it } from "vitest";
import { planBootstrap } from "../../../src/core/plan/bootstrap.ts";
import { aConfig, aFacts, aRelease, aRole, factsOfAll, outline, stepOf } from "../../support.ts";

const config = aConfig({ roles: [aRole({ hosts: ["a", "b"] })] });
const hooks = { directory: "/p", paths: new Map([["docker-setup", ".kamal/hooks/docker-setup"]] as const) };
const facts = factsOfAll(aFacts("a"), aFacts("b", { dockerInstalled: false, dockerError: "Docker is not installed" }));

describe("setting servers up", () => {
  it("installs Docker where there is none", () => {
    expect(outline(planBootstrap(aRelease({ config }), facts))).toEqual(["bootstrap b ← "]);
  });

  it("gives the project's hook its turn afterwards, also where there was nothing to install", () => {
    const release = aRelease({ config, hooks, verb: "server", subcommand: "bootstrap", underLock: true });
    const plan = planBootstrap(release, facts);
    expect(outline(plan)).toEqual(["bootstrap b ← ", "hook docker-setup ← bootstrap b"]);
    expect(stepOf(plan, "hook docker-setup").run).toMatchObject({
      env: { KAMAL_HOSTS: "a,b", KAMAL_COMMAND: "server", KAMAL_SUBCOMMAND: "bootstrap", KAMAL_LOCK: "true" },
    });
    expect(outline(planBootstrap(release, factsOfAll(aFacts("a"))))).toEqual(["hook docker-setup ← "]);
  });
});
