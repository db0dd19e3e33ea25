import { describe, expect, it } from "vitest";
import { look, readFacts } from "../../../src/core/host/look.ts";
import { asksForMirrors, seedsOf } from "../../../src/core/host/mirrors.ts";
import { aConfig, aFacts, aHost, aRegistry, aRole, factsOfAll } from "../../support.ts";

const two = { roles: [aRole({ hosts: ["a", "b"] })] };
const question = "docker info --format 'mirrors {{json .RegistryConfig.Mirrors}}'";

describe("mirrors of Docker's Hub", () => {
  it.each([
    ["several servers pull from there", aConfig(two), true],
    ["it is called by its name", aConfig({ ...two, registry: aRegistry({ server: "docker.io" }) }), true],
    ["one server alone does", aConfig(), false],
    ["another registry is used, which no mirror serves", aConfig({ ...two, registry: aRegistry({ server: "ghcr.io" }) }), false],
  ])("matter or not where %s", (_, config, matters) => {
    expect(asksForMirrors(config)).toBe(matters);
    expect(look(config).toString().includes(question)).toBe(matters);
  });

  it.each([
    ['mirrors ["https://mirror.example.com/"]\n', ["https://mirror.example.com/"]],
    ["mirrors null\n", undefined],
    ["", undefined],
  ])("are read from %j", (answer, mirrors) => {
    expect(readFacts(aHost("a"), `clock 1800000000\n${answer}`).mirrors).toEqual(mirrors);
  });

  it("let one server of each go first", () => {
    const facts = factsOfAll(
      aFacts("a"),
      aFacts("b", { mirrors: ["m1"] }),
      aFacts("c", { mirrors: ["m2"] }),
      aFacts("d", { mirrors: ["m1", "m2"] }),
      aFacts("e", { mirrors: [] }),
    );
    const hosts = ["a", "b", "c", "d", "e"].map(aHost);
    expect([...seedsOf(hosts, facts)]).toEqual([["d", "b"]]);
  });
});
