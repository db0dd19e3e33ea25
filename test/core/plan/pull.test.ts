import { describe, expect, it } from "vitest";
import { planDeliver } from "../../../src/core/plan/deliver.ts";
import { planPull } from "../../../src/core/plan/pull.ts";
import { describePlans } from "../../../src/core/report/plans.ts";
import { aConfig, aFacts, aHost, aRegistry, aRelease, aRole, commandOf, factsOfAll, outline } from "../../support.ts";

const roles = [aRole({ hosts: ["a", "b"] })];
const mirrored = factsOfAll(aFacts("a", { mirrors: ["m"] }), aFacts("b", { mirrors: ["m"] }));
const local = {
  registry: aRegistry({ server: "localhost:5555", local: true, username: undefined }),
  image: "localhost:5555/app",
};

describe("pulling an image onto servers", () => {
  it("logs each of them in, and fetches the image anew", () => {
    const plan = planPull(aRelease({ config: aConfig({ roles: [aRole({ hosts: ["a"] })] }) }), new Map());
    expect(outline(plan)).toEqual(["login a ← ", "clean a ← login a", "pull a ← clean a"]);
    expect(commandOf(plan, "clean a")).toBe("docker image rm --force acme/app:999 || true");
    expect(commandOf(plan, "pull a")).toMatch(/^docker pull --quiet acme\/app:999 && .*Pulled image with version 999/s);
  });

  it("lets one server go first behind each mirror", () => {
    const plan = planPull(aRelease({ config: aConfig({ roles }) }), mirrored);
    expect(outline(plan)).toContain("pull b ← clean b, pull a");
  });

  it("leads them to a registry on the deployer's localhost, without a login", () => {
    const plan = planPull(aRelease({ config: aConfig({ ...local, roles }) }), new Map());
    expect(outline(plan)).toEqual(["clean a ← ", "pull a ← clean a", "clean b ← ", "pull b ← clean b"]);
    expect(plan.forwards).toEqual([
      { host: "a", port: 5555, stage: "pull" },
      { host: "b", port: 5555, stage: "pull" },
    ]);
    expect(describePlans([plan])).toContain(
      "  a\n    Forward port 5555 to this machine meanwhile\n      ssh -R 127.0.0.1:5555:localhost:5555 a\n    Forget",
    );
  });
});

describe("delivering a version", () => {
  const pullOn = [aHost("b")];

  it("leads only those to a registry on localhost that have to fetch it", () => {
    const release = aRelease({ config: aConfig({ ...local, roles }) });
    expect(planDeliver(release, { pullOn, lockWait: undefined }).forwards).toMatchObject([{ host: "b" }]);
    expect(planDeliver(aRelease(), { pullOn, lockWait: undefined }).forwards).toEqual([]);
  });

  it("waits for whoever goes first behind the same mirror", () => {
    const hosts = ["a", "b"].map(aHost);
    const seeds = new Map([[aHost("b"), aHost("a")]]);
    const plan = planDeliver(aRelease({ config: aConfig({ roles }) }), { pullOn: hosts, lockWait: undefined, seeds });
    expect(outline(plan)).toContain("pull b ← lock, pull a");
  });
});
