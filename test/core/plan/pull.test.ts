import { describe, expect, it } from "vitest";
import { planDeliver } from "../../../src/core/plan/deliver.ts";
import { planOpening } from "../../../src/core/plan/look.ts";
import { planPull } from "../../../src/core/plan/pull.ts";
import type { Release } from "../../../src/core/plan/release.ts";
import { describePlans } from "../../../src/core/report/plans.ts";
import {
  aConfig,
  aFacts,
  aHost,
  aPrebuilt,
  aRegistry,
  aRelease,
  aRole,
  commandOf,
  factsOfAll,
  outline,
  stepOf,
} from "../../support.ts";
import { deploying } from "./deploying.ts";

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

describe("an image that was built elsewhere", () => {
  const image = aPrebuilt();
  const deliver = (over: Partial<Release>) => planDeliver(aRelease({ image, ...over }), { pullOn: [aHost("1.1.1.1")] });

  it("is pulled by its digest under its own name, whatever its label", () => {
    const plan = deliver({});
    expect(commandOf(plan, "pull 1.1.1.1")).toContain(`docker pull --quiet ghcr.io/acme/other@${image.digest}`);
    expect(commandOf(plan, "pull 1.1.1.1")).not.toContain("Labels");
    expect(stepOf(plan, "pull 1.1.1.1").title).toBe("Pull ghcr.io/acme/other:77");
  });

  it("is recorded like any other version", () => {
    expect(commandOf(deliver({}), "pull 1.1.1.1")).toContain("Pulled image with version 999' >> .kamal/app-audit.log");
  });

  it.each([
    ["takes no login where it is in another registry than deploy.yml's", "ghcr.io", []],
    ["takes a login where it is in deploy.yml's registry", "docker.io", ["login 1.1.1.1 ← look 1.1.1.1"]],
  ])("%s", (_, server, logins) => {
    const plan = planOpening(aRelease({ image: aPrebuilt({ server }) }));
    expect(outline(plan)).toEqual(["look 1.1.1.1 ← ", ...logins]);
  });

  it("is not looked for on the deployer's localhost where it is elsewhere", () => {
    const config = aConfig(local);
    expect(deliver({ config }).forwards).toEqual([]);
    expect(deliver({ config, image: aPrebuilt({ server: "localhost:5555" }) }).forwards).toHaveLength(1);
  });

  it("is told by the label of its containers, and of no others", () => {
    const label = `--label landfall.image="ghcr.io/acme/other:77@${image.digest}"`;
    expect(commandOf(deploying({ image }), "run web 1.1.1.1")).toContain(label);
    expect(commandOf(deploying(), "run web 1.1.1.1")).not.toContain("landfall.image");
  });
});

describe("delivering a version", () => {
  const pullOn = [aHost("b")];

  it("leads only those to a registry on localhost that have to fetch it", () => {
    const release = aRelease({ config: aConfig({ ...local, roles }) });
    expect(planDeliver(release, { pullOn }).forwards).toMatchObject([{ host: "b" }]);
    expect(planDeliver(aRelease(), { pullOn }).forwards).toEqual([]);
  });

  it("waits for whoever goes first behind the same mirror", () => {
    const hosts = ["a", "b"].map(aHost);
    const seeds = new Map([[aHost("b"), aHost("a")]]);
    const plan = planDeliver(aRelease({ config: aConfig({ roles }) }), { pullOn: hosts, seeds });
    expect(outline(plan)).toContain("pull b ← lock, pull a");
  });
});
