import { describe, expect, it } from "vitest";
import { batches } from "../../../src/core/plan/batch.ts";
import { planLogin } from "../../../src/core/plan/login.ts";
import { planOpening } from "../../../src/core/plan/look.ts";
import { obstacles, planPrepare } from "../../../src/core/plan/prepare.ts";
import {
  aConfig,
  aFacts,
  aHost,
  aProxyContainer,
  aRegistry,
  aRelease,
  aRole,
  aWorker,
  factsOfAll,
  outline,
  theSecrets,
} from "../../support.ts";

const bare = { networks: [], containers: [] };
const twoRoles = aConfig({ roles: [aRole({ hosts: ["a"] }), aWorker({ hosts: ["b"] })] });

describe("preparing servers", () => {
  it("makes the network, and boots the proxy where traffic arrives", () => {
    expect(outline(planPrepare(aRelease({ config: twoRoles }), factsOfAll(aFacts("a", bare), aFacts("b", bare))))).toEqual([
      "network a ← ",
      "proxy a ← network a",
      "network b ← ",
    ]);
  });

  it("leaves alone what is there", () => {
    expect(outline(planPrepare(aRelease(), factsOfAll(aFacts())))).toEqual([]);
  });

  it.each(["exited", "created", "dead", "paused"])("starts a proxy that is %s", (state) => {
    const facts = aFacts("1.1.1.1", { containers: [aProxyContainer("basecamp/kamal-proxy:v0.9.2", state)] });
    expect(outline(planPrepare(aRelease(), factsOfAll(facts)))).toContain("proxy 1.1.1.1 ← ");
  });

  it("logs in nowhere to a registry that asks for no password, or is the deployer's own", () => {
    const open = aConfig({ registry: aRegistry({ username: undefined, password: undefined }) });
    const local = aConfig({ registry: aRegistry({ server: "localhost:5000", local: true }) });
    expect(outline(planOpening(aRelease({ config: open })))).toEqual(["look 1.1.1.1 ← "]);
    expect(outline(planLogin(aRelease({ config: local }), [aHost("1.1.1.1")]))).toEqual([]);
  });

  it("logs in while it looks, in one script a server", () => {
    const opening = planOpening(aRelease({ config: twoRoles }));
    expect(outline(opening)).toEqual(["look a ← ", "login a ← look a", "look b ← ", "login b ← look b"]);
    expect(batches(opening)).toHaveLength(2);
  });

  it("shows no password", () => {
    const release = aRelease({ secrets: theSecrets({ TOKEN: "hunter2" }) });
    expect(JSON.stringify(planOpening(release))).not.toContain("hunter2");
  });
});

describe("what stands in the way of a deploy", () => {
  const found = (...facts: Parameters<typeof aFacts>[]) =>
    obstacles(aRelease({ config: twoRoles }), factsOfAll(...facts.map((each) => aFacts(...each))));

  it("is nothing where all is well", () => {
    expect(found(["a"], ["b"])).toEqual([]);
  });

  it("is a Docker that does not answer, on that host, in its own words", () => {
    expect(found(["a"], ["b", { dockerError: "Cannot connect to the Docker daemon" }])).toEqual([
      "b: Docker does not answer: Cannot connect to the Docker daemon",
    ]);
  });

  it("is a proxy that is too old, where there is one to speak of", () => {
    const old = { containers: [aProxyContainer("basecamp/kamal-proxy:v0.9.1")] };
    expect(found(["a", old], ["b", old])).toEqual([expect.stringMatching(/^a: kamal-proxy v0\.9\.1 is too old/)]);
  });
});
