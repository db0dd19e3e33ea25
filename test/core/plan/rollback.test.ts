import { describe, expect, it } from "vitest";
import { isVague, wishedVersion } from "../../../src/core/plan/rollback.ts";
import { Refusal } from "../../../src/core/report/refusal.ts";
import { aConfig, aContainer, aFacts, aVersion, factsOfAll } from "../../support.ts";

const clock = 1_800_000_000;
const [bad, good] = ["a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2", "0f1e2d3c4b5a0f1e2d3c4b5a0f1e2d3c4b5a0f1e"];
const sibling = `${good.slice(0, 8)}${bad.slice(8)}`;
const live = aContainer({ version: bad, createdAt: clock - 50 });
const before = aContainer({ version: good, state: "exited", createdAt: clock - 5000, finishedAt: clock - 40 });

const wished = (wish: string, containers = [live, before]): string =>
  wishedVersion(aVersion(wish), aConfig(), factsOfAll(aFacts("1.1.1.1", { clock, containers })));

function refusalOf(wish: string, containers?: (typeof live)[]): string {
  try {
    return wished(wish, containers);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

describe("what a rollback is to", () => {
  it.each([
    ["previous", good],
    ["stable", good],
    [good.slice(0, 7), good],
    [good.slice(0, 39), good],
    ["feedc0de", "feedc0de"],
    [bad, bad],
  ])("is, for %s, %s", (wish, version) => {
    expect(wished(wish)).toBe(version);
  });

  it("is a version of exactly that name before one that begins with it", () => {
    const short = aContainer({ version: good.slice(0, 8), state: "exited" });
    expect(wished(good.slice(0, 8), [live, before, short])).toBe(good.slice(0, 8));
  });

  it("is refused where it may be several, with all of them", () => {
    const refusal = refusalOf(good.slice(0, 8), [live, before, aContainer({ version: sibling, state: "exited" })]);
    expect(refusal).toContain(`${good.slice(0, 8)} may be any of these versions:\nVERSION `);
    expect(refusal).toContain(`\n${good} `);
    expect(refusal).toContain(`\n${sibling} `);
    expect(refusal).not.toContain(bad);
  });

  it.each([
    ["previous", [live], `No container tells what served before ${bad}. Name the version to go back to:\nVERSION`],
    ["stable", [live], `No version but ${bad} is known to have served for 1 h. Name the version to go back to:\nVERSION`],
    [
      "previous",
      [],
      "No container of the app tells what served last. Name the version to go back to:\nNo version of the app on any",
    ],
  ])("is refused where nothing tells what is %s", (wish, containers, reason) => {
    expect(refusalOf(wish, containers)).toContain(reason);
  });

  it.each([
    ["previous", true],
    ["stable", true],
    ["a1b2c3d", true],
    [bad.slice(0, 39), true],
    [bad, false],
    ["a1b2c3", false],
    ["v1.2.3", false],
    [`${bad}_uncommitted_0123456789abcdef`, false],
  ])("has to be asked of the servers or not: %s, %s", (wish, vague) => {
    expect(isVague(aVersion(wish))).toBe(vague);
  });
});
