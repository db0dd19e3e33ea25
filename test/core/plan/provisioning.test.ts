import { describe, expect, it } from "vitest";
import { planDeploy } from "../../../src/core/plan/deploy.ts";
import { provisioning } from "../../../src/core/plan/provisions.ts";
import {
  aConfig,
  aContainer,
  aFacts,
  aProxy,
  aRelease,
  aRole,
  aSecret,
  aWorker,
  factsOfAll,
  stepOf,
  theSecrets,
} from "../../support.ts";

const certificate = { certificatePem: "CERT", privateKeyPem: "KEY" };
const web = aRole({ hosts: ["a", "b"], assetPath: "/assets", proxy: aProxy({ certificate }) });
const workers = aWorker({ hosts: ["b", "c"], assetPath: "/assets" });
const config = aConfig({ roles: [web, workers], errorPagesPath: "public" });
const errorPages = [{ name: "404.html", content: aSecret("aGk=") }];
const release = aRelease({ config, errorPages, secrets: theSecrets({ TOKEN: "t", CERT: "c", KEY: "k" }) });
const facts = factsOfAll(aFacts("a", { containers: [aContainer({ version: "123" })] }), aFacts("b"), aFacts("c"));

describe("what a version finds on its servers", () => {
  it("is written where roles take traffic: pages once a server, assets and certificates for each role", () => {
    const steps = provisioning(release, facts, []);
    expect(steps.map(({ id }) => id)).toEqual([
      ...["pages a", "pages b", "assets web a", "certificate web a", "assets web b", "certificate web b"],
    ]);
  });

  it("holds the assets of the version that serves there, where one does", () => {
    const plan = { title: "", steps: provisioning(release, facts, []) };
    expect(String(stepOf(plan, "assets web a").run)).toContain("extracted/web-123 .kamal/apps/app/assets/volumes/web-999");
    expect(String(stepOf(plan, "assets web b").run)).not.toContain("web-123");
  });

  it("is there before anything boots, and goes once nothing needs it", () => {
    const plan = planDeploy(release, facts, { prune: false });
    expect(stepOf(plan, "run web a").needs).toEqual(expect.arrayContaining(["pages a", "assets web b", "certificate web b"]));
    expect(String(stepOf(plan, "retire web a").run)).toMatch(
      /find .*assets\/extracted.* ! -name web-999.*error_pages.* ! -name 999/s,
    );
  });

  it("is nothing for an app that asks for none of it", () => {
    expect(provisioning(aRelease(), factsOfAll(aFacts()), [])).toEqual([]);
  });
});
