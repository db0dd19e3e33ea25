import { describe, expect, it } from "vitest";
import { planDeploy } from "../../../src/core/plan/deploy.ts";
import { probeUrl } from "../../../src/core/plan/probe.ts";
import { describePlans } from "../../../src/core/report/plans.ts";
import {
  aConfig,
  aContainer,
  aFacts,
  aLandfall,
  aProxyContainer,
  aRelease,
  aRole,
  aWorker,
  endings,
  factsOfAll,
  outline,
} from "../../support.ts";
import { aWorld } from "../../world.ts";
import { deploying } from "./deploying.ts";

const url = "https://shop.example.com/up";
const roles = [aRole({ hosts: ["1.1.1.1", "1.1.1.2"] }), aWorker({ hosts: ["1.1.1.2"] })];
const release = aRelease({ config: aConfig({ roles }) });
const facts = factsOfAll(
  ...["1.1.1.1", "1.1.1.2"].map((host) => aFacts(host, { containers: [aContainer(), aProxyContainer()] })),
);
const plan = planDeploy(release, facts, { prune: true, checkUrl: url });

describe("a URL to check", () => {
  it("is asked once all of the new version is live, and before anything old is retired", () => {
    const lines = outline(plan);
    expect(lines).toContain("check here ← flip web 1.1.1.1, flip web 1.1.1.2, ready workers 1.1.1.2");
    for (const retiring of ["retire web 1.1.1.1", "retire web 1.1.1.2", "tag 1.1.1.1"])
      expect(lines.find((line) => line.startsWith(`${retiring} `))).toContain("check here");
  });

  it("undoes all of the deploy if it does not answer well", async () => {
    const world = aWorld({ failing: "check here" });
    const ended = endings(await world.execute(plan));
    expect(ended).toEqual(
      expect.arrayContaining([
        "check here: failed",
        "return web 1.1.1.1: succeeded",
        "return web 1.1.1.2: succeeded",
        "stop web 1.1.1.1: succeeded",
        "stop workers 1.1.1.2: succeeded",
        "retire web 1.1.1.1: skipped",
        "tag 1.1.1.2: skipped",
      ]),
    );
  });

  it("is not asked where none is given", () => {
    expect(outline(deploying()).some((line) => line.includes("check here"))).toBe(false);
  });

  it("is shown like every other step", () => {
    expect(describePlans([plan])).toContain(
      `check:\n  runner\n    Check ${url}\n      GET ${url} until it answers with success, for 30 s at most`,
    );
  });

  it("stands in the title without what follows a question mark", () => {
    const { steps } = planDeploy(release, facts, { prune: true, checkUrl: `${url}?token=t0ken#top` });
    expect(steps.find(({ stage }) => stage === "check")?.title).toBe(`Check ${url}`);
  });

  it.each(["shop.example.com", "ftp://shop.example.com", "/up", ""])("has to be written out, unlike %j", (text) => {
    expect(() => probeUrl(text)).toThrow(`"${text}" is no URL to check`);
  });

  it("cannot hold a password, which an error does not repeat either", () => {
    expect(() => probeUrl("https://ann:s3cret@shop.example.com")).toThrow(
      /^A URL to check cannot have a user name or a password/,
    );
    expect(() => probeUrl("https://ann:s3cret@shop.example.com")).not.toThrow("s3cret");
  });
});

describe("what deploy.yml wants verified", () => {
  const verify = { urls: [url, `${url}?token=t0ken`], expect: { status: 204 }, seconds: 30, maxErrors: 5 };
  const watched = aRelease({ config: aConfig({ roles, landfall: aLandfall({ verify }) }) });
  const verified = planDeploy(watched, facts, { prune: true, isNew: true });

  it("is asked side by side once all of the new version is live, and before anything old is retired", () => {
    const lines = outline(verified);
    for (const check of ["verify 1", "verify 2"]) {
      expect(lines).toContain(`${check} ← flip web 1.1.1.1, flip web 1.1.1.2, ready workers 1.1.1.2`);
      expect(lines.find((line) => line.startsWith("retire web 1.1.1.1 "))).toContain(check);
    }
  });

  it("undoes all of the deploy if one of its URLs does not answer well", async () => {
    const ended = endings(await aWorld({ failing: "verify 2" }).execute(verified));
    expect(ended).toEqual(
      expect.arrayContaining(["return web 1.1.1.1: succeeded", "stop workers 1.1.1.2: succeeded", "retire web 1.1.1.1: skipped"]),
    );
  });

  it("is shown with how long, and without what follows a question mark in its title", () => {
    expect(describePlans([verified])).toContain(
      `Check ${url} for 30 s\n      GET ${url}?token=t0ken until it answers with 204, for 30 s at most; then for 30 s, of whose answers 5% may be wrong`,
    );
  });

  it("is not asked of a version that was live before", () => {
    expect(outline(planDeploy(watched, facts, { prune: true })).some((line) => line.startsWith("verify"))).toBe(false);
  });
});
