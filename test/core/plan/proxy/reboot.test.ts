import { describe, expect, it } from "vitest";
import type { Config } from "../../../../src/core/config/config.ts";
import { planProxyReboot } from "../../../../src/core/plan/proxy/reboot.ts";
import { aConfig, aRegistry, aRelease, aRole, outline } from "../../../support.ts";
import { aWorld } from "../../../world.ts";

const open = aRegistry({ username: undefined, password: undefined });
const twoHosts = (over: Partial<Config> = {}) => aConfig({ roles: [aRole({ hosts: ["a", "b"] })], registry: open, ...over });
const hooks = {
  directory: "/project",
  paths: new Map([["pre-proxy-reboot", "pre"] as const, ["post-proxy-reboot", "post"] as const]),
};
const plan = (rolling: boolean, config = twoHosts()) => planProxyReboot({ rolling })(aRelease({ config, hooks }));

describe("rebooting the proxy", () => {
  it("acts on all servers at once, between the hooks, which are told of them", () => {
    expect(outline(plan(false))).toEqual([
      "hook pre-proxy-reboot 0 ← ",
      "reboot a ← hook pre-proxy-reboot 0",
      "restore a ← reboot a (unless reboot a succeeded; reboot a failed or interrupted)",
      "reboot b ← hook pre-proxy-reboot 0",
      "restore b ← reboot b (unless reboot b succeeded; reboot b failed or interrupted)",
      "hook post-proxy-reboot 0 ← reboot a, reboot b",
    ]);
    const told = plan(false).steps.flatMap(({ run }) => ("argv" in run ? [run.env?.KAMAL_HOSTS] : []));
    expect(told).toEqual(["a,b", "a,b"]);
  });

  it("acts on one server after the other when it is to be rolling", () => {
    expect(outline(plan(true)).filter((line) => !line.startsWith("restore"))).toEqual([
      "hook pre-proxy-reboot 0 ← ",
      "reboot a ← hook pre-proxy-reboot 0",
      "hook post-proxy-reboot 0 ← reboot a",
      "hook pre-proxy-reboot 1 ← hook post-proxy-reboot 0",
      "reboot b ← hook pre-proxy-reboot 1",
      "hook post-proxy-reboot 1 ← reboot b",
    ]);
    const told = plan(true).steps.flatMap(({ run }) => ("argv" in run ? [run.env?.KAMAL_HOSTS] : []));
    expect(told).toEqual(["a", "a", "b", "b"]);
  });

  it("leaves the other servers as they are when the first does not come back", async () => {
    const world = aWorld({ failing: "reboot a" });
    await world.execute(plan(true));
    expect(world.ran).toEqual(["hook pre-proxy-reboot 0", "reboot a", "restore a"]);
  });

  it("starts the old one again when it is cancelled in the midst", async () => {
    const world = aWorld({ cancelDuring: "reboot a" });
    await world.execute(
      planProxyReboot({ rolling: false })(aRelease({ config: twoHosts({ roles: [aRole({ hosts: ["a"] })] }) })),
    );
    expect(world.ran).toEqual(["reboot a", "restore a"]);
  });

  it("logs in first: the image may have to be fetched", () => {
    const config = twoHosts({ registry: aRegistry() });
    expect(outline(planProxyReboot({ rolling: false })(aRelease({ config })))).toEqual(
      expect.arrayContaining(["login a ← ", "reboot a ← login a"]),
    );
  });
});
