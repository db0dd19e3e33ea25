import { describe, expect, it } from "vitest";
import { deploymentEnd, deploymentOutline, isCommit } from "../../../src/core/report/deployment.ts";
import { aDigest, aPrebuilt, aRelease } from "../../support.ts";
import { aReport, deployed, ended } from "./run.ts";

describe("a deployment", () => {
  it("says what goes live, for people and for programs", () => {
    expect(deploymentOutline(aRelease())).toMatchObject({
      description: "app: deploy 999",
      payload: { service: "app", version: "999", verb: "deploy" },
    });
    expect(deploymentOutline(aRelease({ verb: "app", subcommand: "boot" })).payload.verb).toBe("app boot");
  });

  it("says under which name an image can be fetched that was not built for the app", () => {
    const image = aPrebuilt({ server: "ghcr.io", path: "acme/other", tag: "main" });
    expect(deploymentOutline(aRelease({ image })).payload).toMatchObject({
      ...{ image: "ghcr.io/acme/other:main", digest: image.digest },
    });
  });

  it("succeeds with where the app answers, and the digest of what serves", () => {
    expect(deploymentEnd(aReport())).toEqual({ state: "success", description: "999 serves", environmentUrl: undefined });
    const digest = aDigest("a");
    expect(deploymentEnd(aReport({ digest })).description).toBe(`999 serves (${digest})`);
  });

  it("fails with what serves instead", () => {
    const outcomes = [...deployed.slice(0, 2), ended("run web 1.1.1.1", "boot", "Boot web", { status: "failed" })];
    expect(deploymentEnd(aReport({ outcomes }))).toMatchObject({ state: "failure", description: expect.stringContaining("123") });
  });

  it("that was cancelled is in error, and gives the app no address", () => {
    const outcomes = [ended("pull 1.1.1.1", "pull", "Pull acme/app:999", { status: "skipped" })];
    const end = deploymentEnd(aReport({ outcomes }));
    expect(end).toMatchObject({ state: "error", description: expect.stringMatching(/^Cancelled\. /) });
    expect(end).not.toHaveProperty("environmentUrl");
  });
});

it("a whole commit is told from everything else that a version may be", () => {
  expect(["a".repeat(40), "0".repeat(64)].every(isCommit)).toBe(true);
  expect(["a".repeat(39), "g".repeat(40), "v1.2.3", `${"a".repeat(40)}_uncommitted_1`].some(isCommit)).toBe(false);
});
