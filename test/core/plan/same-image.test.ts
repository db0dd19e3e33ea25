import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../src/core/plan/plan.ts";
import { withSameImage } from "../../../src/core/plan/same-image.ts";
import { onHost } from "../../../src/core/plan/step.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aDigest, aHost, aRelease, endings } from "../../support.ts";
import { thePreview } from "../config/preview/shop.ts";

const [one, two] = [aDigest("1"), aDigest("2")];

const ended = (host: string, stage: "look" | "pull", output = "", status: Outcome["status"] = "succeeded"): Outcome => ({
  ...{ step: onHost(aHost(host), stage, stage, "", sh`true`), status, startedAt: 0, endedAt: 0, exitCode: 0, output },
});
const looked = (host: string, ...digests: readonly string[]): Outcome =>
  ended(
    host,
    "look",
    [
      "clock 1",
      ...digests.map((digest) => `image ${JSON.stringify({ id: "1", repository: "acme/app", tag: "999", digest })}`),
    ].join("\n"),
  );
const pulled = (host: string): Outcome => ended(host, "pull");

const judged = (...outcomes: readonly Outcome[]): Outcome[] => withSameImage(aRelease(), outcomes);
const failed = (outcomes: readonly Outcome[]): string[] => endings(outcomes.filter(({ status }) => status === "failed"));

describe("the image of a version", () => {
  it("has to be the same on all servers that have pulled it", () => {
    const outcomes = judged(pulled("a"), pulled("b"), pulled("c"), looked("a", one), looked("b", two), looked("c", one));
    expect(failed(outcomes)).toEqual(["pull b: failed"]);
    expect(outcomes[1]?.output).toMatch(`another image than a for acme/app:999: ${two} and not ${one}`);
  });

  it("is named as the registry has it, also that of a preview", () => {
    const release = { ...aRelease(), config: { ...thePreview(), service: "app", image: "acme/app" } };
    const tagged = (outcome: Outcome): Outcome => ({
      ...outcome,
      output: outcome.output.replaceAll("999", "landfall-pr-12-999"),
    });
    const outcomes = [pulled("web1"), pulled("web2"), tagged(looked("web1", one)), tagged(looked("web2", two))];
    expect(withSameImage(release, outcomes)[1]?.output).toMatch("for acme/app:landfall-pr-12-999:");
  });

  it.each([
    ["one of its digests is", [pulled("a"), pulled("b"), looked("a", one), looked("b", two, one)]],
    ["a server does not tell its digest", [pulled("a"), pulled("b"), looked("a"), looked("b", two)]],
    ["the other was there from before", [pulled("b"), looked("a", one), looked("b", two)]],
    ["a server has failed by itself", [pulled("a"), ended("b", "pull", "no", "skipped"), looked("a", one), looked("b", two)]],
    ["a look cannot be read", [pulled("a"), pulled("b"), looked("a", one), ended("b", "look", 'image {"')]],
  ])("is left alone where %s", (_, outcomes) => {
    expect(judged(...outcomes)).toEqual(outcomes);
  });
});
