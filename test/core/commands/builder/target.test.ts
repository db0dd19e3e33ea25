import { describe, expect, it } from "vitest";
import { cacheObstacle } from "../../../../src/core/commands/builder/cache-obstacle.ts";
import { asksForArchitecture, asksForCacheSupport, targetOf } from "../../../../src/core/commands/builder/target.ts";
import type { Builder } from "../../../../src/core/config/config.ts";
import { aConfig } from "../../../support.ts";

const building = (over: Partial<Builder>) => aConfig({ builder: { ...aConfig().builder, ...over } });
const remote = "ssh://ann@b";
const pack = { builder: "b", buildpacks: [] };

describe("who builds", () => {
  it.each([
    ["this machine", {}, "local"],
    ["this machine, where a remote one is not needed", { remote }, "local"],
    ["the remote one, for an architecture that is not this machine's", { remote, arch: ["arm64"] }, "remote"],
    ["the remote one, where this machine is not to build", { remote, local: false }, "remote"],
    ["both, each its own architecture", { remote, arch: ["amd64", "arm64"] }, "hybrid"],
    ["the remote one alone, of both architectures", { remote, arch: ["amd64", "arm64"], local: false }, "remote"],
    ["Docker's cloud", { driver: "cloud acme/builder" }, "cloud"],
    ["buildpacks", { pack }, "pack"],
    ["buildpacks here, where a remote one is not needed", { pack, remote }, "pack"],
  ])("is %s", (_, over, kind) => {
    expect(targetOf(building(over), { architecture: "amd64" }).kind).toBe(kind);
  });

  it("is called what Kamal calls it", () => {
    expect(targetOf(building({ driver: "cloud acme/build-er" }), {}).name).toBe("cloud-acme-build-er");
    expect(targetOf(building({ remote: "tcp://10.0.0.9:2375", local: false }), {}).name).toBe("kamal-remote-tcp---10-0-0-9-2375");
    expect(targetOf(building({ remote: "ssh://ann@Build", local: false }), {}).name).toBe("kamal-remote-ssh---ann--uild");
  });

  it("is a builder of its own where Docker's keeps no cache", () => {
    const cache = { type: "gha", options: undefined, image: undefined } as const;
    const config = building({ driver: "docker", cache });
    expect(asksForCacheSupport(config)).toBe(true);
    expect(targetOf(config, { keepsCache: false })).toEqual({
      ...{ kind: "local", name: "kamal-local-docker-container", driver: "docker-container" },
    });
    expect(targetOf(config, { keepsCache: true }).name).toBeUndefined();
    expect(asksForCacheSupport(building({ driver: "docker" }))).toBe(false);
    expect(asksForCacheSupport(building({ cache }))).toBe(false);
  });

  it("does not depend on a cache that cannot be had", () => {
    const config = building({ driver: "docker", cache: { type: "gha", options: undefined, image: undefined } });
    const obstacle = cacheObstacle(config.builder, { env: {}, buildx: undefined });
    expect(asksForCacheSupport(config, obstacle)).toBe(false);
    expect(asksForCacheSupport(config)).toBe(true);
  });

  it("depends on this machine's architecture only where another could build", () => {
    expect(asksForArchitecture(building({}))).toBe(false);
    expect(asksForArchitecture(building({ remote }))).toBe(true);
    expect(asksForArchitecture(building({ remote, local: false }))).toBe(false);
  });
});
