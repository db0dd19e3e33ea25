import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { PastRun } from "../../src/core/report/history.ts";
import { type CacheService, startCacheService } from "../cache-service/server.ts";
import { root } from "./runner.ts";
import { deployInVain } from "./vain-deploy.ts";

const past: PastRun = {
  ...{
    verb: "deploy",
    version: "1",
    ending: "succeeded",
    hosts: 1,
    endedAt: 1_800_000_000_000,
    seconds: 41,
    stages: { look: 2 },
  },
};

/** A runner with a cache service; its folder for temporary files is the same for every job, as on a real one. */
async function aRunner() {
  const service = await startCacheService();
  const folder = await mkdtemp(join(tmpdir(), "runner-"));
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true });
    await service[Symbol.asyncDispose]();
  };
  return { service, folder, [Symbol.asyncDispose]: remove };
}

/** What an earlier job left in the cache. */
async function leave(
  run: PastRun,
  prefix: string,
  { service, folder }: { readonly service: CacheService; readonly folder: string },
) {
  const env = { ...process.env, ...service.environment("v2"), GITHUB_WORKSPACE: folder, GITHUB_SERVER_URL: "https://github.com" };
  const program = fork(join(root, "dist/history/index.js"), { env, silent: true });
  program.send({ file: join(folder, "landfall/history.json"), prefix, key: `${prefix}4710-1`, run });
  await new Promise((resolve) => program.on("close", resolve));
}

describe("with a cache service, a run", () => {
  it("is compared with those before it, and remembered for those after it", async () => {
    await using runner = await aRunner();
    await leave(past, "landfall/shop//", runner);
    const ended = await deployInVain({ RUNNER_TEMP: runner.folder, ...runner.service.environment("v2") });
    expect(ended.summary).toContain("usually 41.0 s");
    expect(ended.summary).toContain("The run before and this one: ");
    expect(runner.service.keys()).toEqual(["landfall/shop//4710-1", "landfall/shop//4711-2"]);
    expect(ended.log).not.toMatch(/cache/i);
  });

  it("is not compared with those of another destination", async () => {
    await using runner = await aRunner();
    await leave(past, "landfall/shop/staging/", runner);
    const ended = await deployInVain({ RUNNER_TEMP: runner.folder, ...runner.service.environment("v2") });
    expect(ended.summary).not.toContain("usually");
    expect(runner.service.keys()).toContain("landfall/shop//4711-2");
  });

  it("loses nothing but that when the service refuses", async () => {
    await using runner = await aRunner();
    const env = { RUNNER_TEMP: runner.folder, ...runner.service.environment("v2", { validFor: -60 }) };
    const [refused, without] = await Promise.all([deployInVain(env), deployInVain()]);
    expect(runner.service.requests.length).toBeGreaterThan(0);
    expect(refused.annotations.map(({ level }) => level)).toEqual(without.annotations.map(({ level }) => level));
    expect(refused.log).not.toMatch(/cache/i);
    expect(refused.summary).toContain("### Timeline");
  });
});
