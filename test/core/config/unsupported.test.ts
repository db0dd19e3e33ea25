import { describe, expect, it } from "vitest";
import type { Builder } from "../../../src/core/config/config.ts";
import { unheeded, unsupported } from "../../../src/core/config/unsupported.ts";
import { aConfig, aHost, aLandfall, aRole, aWorker } from "../../support.ts";

const complaints = (builder: Partial<Builder>): string[] =>
  unsupported(aConfig({ builder: { ...aConfig().builder, ...builder } }));

describe("what only a shell could read of the build's settings", () => {
  it.each<[string, Partial<Builder>]>([
    ["builder.context: $( needs a shell", { context: "$(pwd)" }],
    ["builder.ssh: ` needs a shell", { ssh: "default=`agent`" }],
    ["builder.args.SHA: ${ needs a shell", { args: { OK: "${SHA:-none} $(x)", SHA: "${{ github.sha }}" } }],
    ["builder.cache.options: & needs a shell", { cache: { type: "gha", options: "url=http://x?a&b", image: undefined } }],
  ])("is refused: %s", (complaint, builder) => {
    expect(complaints(builder)).toEqual([expect.stringContaining(complaint)]);
  });

  it("is nothing where variables are all there is", () => {
    expect(complaints({ ssh: "default=$SSH_AUTH_SOCK", target: "${STAGE:-production}", args: { A: "$(x) `y` & ;" } })).toEqual(
      [],
    );
  });
});

describe("what is passed over with a word", () => {
  const release = { command: "bin/rails db:migrate", role: "web", timeout: 900 };
  const roles = [aRole({ hosts: ["a"] }), aWorker({ hosts: ["b"] })];

  it("is the image of a proxy that deploy.yml does not choose", () => {
    expect(unheeded(aConfig({ landfall: aLandfall({ proxyImage: "caddy:2" }) }))).toEqual([
      expect.stringContaining("x-landfall/proxy/image"),
    ]);
  });

  it("is a release command, where the run acts on no server of its role", () => {
    const config = aConfig({ roles, landfall: aLandfall({ release }) });
    expect(unheeded({ ...config, scope: { hosts: [aHost("b")], roles: ["workers"] } })).toEqual([
      "x-landfall/release: this run acts on no server of the role web, so it does not run bin/rails db:migrate",
    ]);
    expect(unheeded(config)).toEqual([]);
  });
});
