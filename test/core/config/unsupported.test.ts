import { describe, expect, it } from "vitest";
import type { Builder } from "../../../src/core/config/config.ts";
import { unsupported } from "../../../src/core/config/unsupported.ts";
import { aConfig } from "../../support.ts";

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
