import { describe, expect, it } from "vitest";
import { planLogout } from "../../../src/core/plan/login.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { lockLeft } from "../../../src/core/report/lock-left.ts";
import { describePlans } from "../../../src/core/report/plans.ts";
import { aConfig, aLandfall, aRegistry, aRelease, aRole, outline, theSecrets } from "../../support.ts";
import { aWorld } from "../../world.ts";
import { aReport, ended } from "../report/run.ts";

const forgetting = (logsOut: boolean, registry = aRegistry({ server: "ghcr.io" }), builds = true): Plan => {
  const config = aConfig({ registry, roles: [aRole({ hosts: ["a", "b"] })], landfall: aLandfall({ logsOut }) });
  return planLogout(aRelease({ config, secrets: theSecrets({ TOKEN: "s3cret" }) }), { builds });
};

describe("the registry's password", () => {
  it("is forgotten wherever a run logged in, if deploy.yml wants that", () => {
    expect(outline(forgetting(true))).toEqual(["logout here ←  (always)", "logout a ←  (always)", "logout b ←  (always)"]);
    expect(describePlans([forgetting(true)])).toContain("docker logout ghcr.io");
  });

  it("is forgotten though the run is cancelled", async () => {
    const world = aWorld({ cancelled: true });
    await world.execute(forgetting(true));
    expect(world.ran).toEqual(["logout here", "logout a", "logout b"]);
  });

  it("is forgotten by the servers alone where nothing was built", () => {
    expect(outline(forgetting(true, aRegistry(), false)).map((line) => line.split(" ")[1])).toEqual(["a", "b"]);
  });

  it.each([
    ["deploy.yml does not want it to be", forgetting(false)],
    ["nobody logs in", forgetting(true, aRegistry({ password: undefined }))],
    ["this machine serves the images", forgetting(true, aRegistry({ local: true }))],
  ])("is left alone where %s", (_, { steps }) => {
    expect(steps).toEqual([]);
  });
});

describe("a lock that could not be given back", () => {
  it.each(["logout 1.1.1.1", "record 1.1.1.1"])("is not taken for given back by this: %s", (id) => {
    const outcomes = [ended("lock", "lock", "Take the deploy lock"), ended(id, "unlock", "Do something else")];
    expect(lockLeft(aReport({ outcomes }))).toContain("The deploy lock may stay");
  });
});
