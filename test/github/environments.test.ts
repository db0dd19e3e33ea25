import { describe, expect, it } from "vitest";
import { githubClient } from "../../src/adapters/github/client.ts";
import type { Report } from "../../src/core/report/report.ts";
import { promotionOf } from "../../src/use-cases/promotion.ts";
import { aReport, deployed, ended } from "../core/report/run.ts";
import { aConfig, aDigest } from "../support.ts";
import type { Github } from "./server.ts";
import { accessTo, aGithub, head } from "./support.ts";

const [digest, another] = [aDigest("1"), aDigest("2")];

/** A deployment and its statuses, from old to new. */
function deploy(github: Github, environment: string, payload: object | string, ...statuses: readonly [string, string?][]): void {
  const { deployments } = github.repository("acme/app");
  deployments.create({ ref: head, environment, payload, auto_merge: false, required_contexts: [] });
  const id = deployments.all[0]?.id ?? 0;
  for (const [state, description = ""] of statuses)
    deployments.createStatus(id, { state, description, environment_url: `https://${environment}.example.com` });
}

/** A deploy of an image that was there already. */
const fetched = aReport({ digest, outcomes: deployed.filter(({ step }) => step.stage !== "build") });
const promotion = (github: Github, report: Report, environment?: string) =>
  promotionOf(
    report,
    { request: { github: accessTo(github) }, watcher: { note: () => {} }, cancel: new AbortController().signal },
    environment,
  );

const where = (github: Github) => githubClient(accessTo(github)).environmentsWith(digest);
const staging = { environment: "staging", url: "https://staging.example.com" };

describe("the environments in which an image is live", () => {
  it("are told by what was to be deployed, or by how it ended where that was built first", async () => {
    await using github = await aGithub();
    deploy(github, "staging", { digest }, ["in_progress"], ["success"]);
    deploy(github, "demo", {}, ["in_progress"], ["success", `v1 serves (${digest})`]);
    deploy(github, "text", JSON.stringify({ digest }), ["success"]);
    deploy(github, "other", { digest: another }, ["success"]);
    deploy(github, "silent", "just text", ["success", "v1 serves"]);
    expect((await where(github)).map(({ environment }) => environment).sort()).toEqual(["demo", "staging", "text"]);
    expect(await where(github)).toContainEqual(staging);
    expect(github.faults).toEqual([]);
  });

  it("are those where nothing else came after it", async () => {
    await using github = await aGithub();
    deploy(github, "staging", { digest }, ["success"], ["inactive"]);
    deploy(github, "staging", { digest: another }, ["success"]);
    expect(await where(github)).toEqual([]);
  });

  it("are those where what came after it failed, or is under way", async () => {
    await using github = await aGithub();
    deploy(github, "staging", { digest }, ["success"]);
    deploy(github, "staging", { digest: another }, ["failure"]);
    deploy(github, "staging", { digest: another }, ["in_progress"]);
    expect(await where(github)).toEqual([staging]);
  });

  it("are none where nothing was ever deployed", async () => {
    await using github = await aGithub();
    expect(await where(github)).toEqual([]);
  });
});

describe("the images that are live", () => {
  it("are those of the app in all environments, and none of a preview", async () => {
    await using github = await aGithub();
    deploy(github, "staging", { digest }, ["success"]);
    deploy(github, "production", { digest: another }, ["success"]);
    deploy(github, "demo", {}, ["success", "v1 serves"]);
    const client = githubClient(accessTo(github));
    const made = { sha: head, description: "", payload: { digest: aDigest("3") }, task: "landfall:shop-pr-12" };
    const id = await client.createDeployment({ ...made, environment: "preview" });
    await client.setDeploymentStatus(id, { state: "success", description: "" });
    expect([...(await client.liveDigests())].sort()).toEqual([digest, another]);
    expect(github.faults).toEqual([]);
  });
});

describe("an image is promoted", () => {
  it("from wherever it is live, but not from where it goes", async () => {
    await using github = await aGithub();
    deploy(github, "staging", { digest }, ["success"]);
    deploy(github, "production", { digest }, ["success"]);
    expect(await promotion(github, fetched, "production")).toEqual({ digest, from: [staging] });
    const config = aConfig({ destination: "production" });
    expect(await promotion(github, { ...fetched, config })).toEqual({ digest, from: [staging] });
  });

  it.each<[string, Partial<Report>]>([
    ["it was built for this", { outcomes: [...fetched.outcomes, ended("build 1.1.1.1", "build", "Build")] }],
    ["it is taken back", { verb: "rollback" }],
    ["it failed", { outcomes: [ended("pull 1.1.1.1", "pull", "Pull", { status: "failed" })] }],
    ["nobody knows its digest", { digest: undefined }],
  ])("from nowhere where %s, and GitHub is not asked", async (_, over) => {
    await using github = await aGithub();
    deploy(github, "staging", { digest }, ["success"]);
    expect(await promotion(github, { ...fetched, ...over })).toBeUndefined();
    expect(github.requests).toEqual([]);
  });

  it("from nowhere where it is live nowhere else", async () => {
    await using github = await aGithub();
    expect(await promotion(github, fetched)).toBeUndefined();
  });
});
