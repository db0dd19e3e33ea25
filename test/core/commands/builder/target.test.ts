import { describe, expect, it } from "vitest";
import { asksForArchitecture, targetOf } from "../../../../src/core/commands/builder/target.ts";
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
    expect(targetOf(building(over), "amd64").kind).toBe(kind);
  });

  it("is called what Kamal calls it", () => {
    expect(targetOf(building({ driver: "cloud acme/build-er" }), undefined).name).toBe("cloud-acme-build-er");
    expect(targetOf(building({ remote: "tcp://10.0.0.9:2375", local: false }), undefined).name).toBe(
      "kamal-remote-tcp---10-0-0-9-2375",
    );
    expect(targetOf(building({ remote: "ssh://ann@Build", local: false }), undefined).name).toBe("kamal-remote-ssh---ann--uild");
  });

  it("depends on this machine's architecture only where another could build", () => {
    expect(asksForArchitecture(building({}))).toBe(false);
    expect(asksForArchitecture(building({ remote }))).toBe(true);
    expect(asksForArchitecture(building({ remote, local: false }))).toBe(false);
  });
});
