import { describe, expect, it } from "vitest";
import { cacheObstacle } from "../../../../src/core/commands/builder/cache-obstacle.ts";
import type { Builder } from "../../../../src/core/config/config.ts";
import { aConfig } from "../../../support.ts";

const withCache = (type: "gha" | "registry", options?: string): Builder => ({
  ...aConfig().builder,
  cache: { type, options, image: undefined },
});
const token = { ACTIONS_RUNTIME_TOKEN: "t0ken" };
const job = { GITHUB_ACTIONS: "true", ...token, ACTIONS_CACHE_URL: "https://v1/", ACTIONS_RESULTS_URL: "https://v2/" };
const second = { ...job, ACTIONS_CACHE_SERVICE_V2: "True" };
const messageOf = (builder: Builder, env: Readonly<Record<string, string>>, buildx = "v0.29.1"): string | undefined =>
  cacheObstacle(builder, { env, buildx })?.message;

describe("the cache of GitHub Actions", () => {
  it("can be had in an action, and with what deploy.yml itself gives", () => {
    expect(messageOf(withCache("gha"), second)).toBeUndefined();
    expect(
      messageOf(withCache("gha"), { ...token, ACTIONS_CACHE_URL: "https://v1/" }, "github.com/docker/buildx 0.13.1+ds1"),
    ).toBeUndefined();
    expect(messageOf(withCache("gha", "url_v2=https://mine/,token=$MINE"), {})).toBeUndefined();
  });

  it("cannot be had outside a job", () => {
    expect(messageOf(withCache("gha"), {})).toBe(
      "the cache of GitHub Actions is only there in its jobs, so the image is built without the cache",
    );
  });

  it("cannot be had in a step that got no token", () => {
    expect(messageOf(withCache("gha"), { GITHUB_ACTIONS: "true", ACTIONS_RESULTS_URL: "https://v2/" })).toMatch(
      /^ACTIONS_RUNTIME_TOKEN is not set/,
    );
    expect(messageOf(withCache("gha"), { GITHUB_ACTIONS: "true" })).toMatch(
      /^ACTIONS_RESULTS_URL and ACTIONS_RUNTIME_TOKEN are not set/,
    );
  });

  it("cannot be had with a buildx that knows only a version that GitHub no longer answers", () => {
    expect(messageOf(withCache("gha"), second, "github.com/docker/buildx 0.13.1+ds1")).toMatch(/^buildx 0\.13\.1 is too old/);
    expect(messageOf(withCache("gha"), second, "github.com/docker/buildx v0.20.1 245093b")).toMatch(
      /^buildx 0\.20\.1 is too old/,
    );
    expect(messageOf(withCache("gha"), second, "github.com/docker/buildx v0.21.0 abc")).toBeUndefined();
    expect(messageOf(withCache("gha"), second, "github.com/docker/buildx v1.2.0 abc")).toBeUndefined();
    expect(messageOf(withCache("gha"), job, "github.com/docker/buildx 0.13.1+ds1")).toBeUndefined();
  });

  it("is nobody's business with another cache, or with buildpacks", () => {
    expect(messageOf(withCache("registry"), {})).toBeUndefined();
    expect(messageOf({ ...withCache("gha"), pack: { builder: "b", buildpacks: [] } }, {})).toBeUndefined();
  });
});
