import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/core/host/findings.ts";
import { describeFindings, findingsInShort, findingsJson } from "../../../src/core/report/findings.ts";
import { aConfig, aContainer, aFacts, factsOfAll } from "../../support.ts";

const config = aConfig();
const facts = factsOfAll(aFacts("1.1.1.1", { containers: [aContainer({ version: "2" })] }));
const found = (...hosts: readonly string[]): Finding[] =>
  hosts.map((host, index) => ({ host, text: `thing ${index}\nand more` }));

describe("what a check found", () => {
  it("is told beneath the name of each server", () => {
    expect(describeFindings(found("a", "b", "a"), config, facts)).toBe(
      "a\n  thing 0\n  and more\n  thing 2\n  and more\n\nb\n  thing 1\n  and more",
    );
  });

  it("is that all is well where there is nothing", () => {
    expect(describeFindings([], config, facts)).toBe("All is well: app 2 runs on 1 host");
  });

  it("is told to programs with what serves", () => {
    expect(findingsJson(found("a"), config, facts)).toEqual({
      ...{ healthy: false, service: "app", version: "2" },
      findings: [{ host: "a", finding: "thing 0\nand more" }],
    });
  });

  it.each([
    [["a"], "1 thing is not as it should be:\n  a: thing 0"],
    [["a", "a", "b"], "3 things are not as they should be:\n  a: thing 0\n  a: thing 1\n  b: thing 2"],
  ])("is counted and named in short: on %j", (hosts, text) => {
    expect(findingsInShort(found(...hosts))).toBe(text);
  });

  it("is cut short where it would be long", () => {
    const many = findingsInShort(found("a", "b", "c", "d", "e", "f", "g")).split("\n");
    expect(many.slice(4)).toEqual(["  d: thing 3", "  e: thing 4", "  and 2 more"]);
    expect(findingsInShort([{ host: "a", text: "x".repeat(300) }])).toHaveLength(
      "1 thing is not as it should be:\n  a: ".length + 201,
    );
  });
});
