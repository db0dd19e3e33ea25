import { describe, expect, it } from "vitest";
import { batches } from "../../../src/core/plan/batch.ts";
import { planClose } from "../../../src/core/plan/close.ts";
import { planDeliver } from "../../../src/core/plan/deliver.ts";
import { planDeploy } from "../../../src/core/plan/deploy.ts";
import { type Plan, type Step, stepId } from "../../../src/core/plan/plan.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aConfig, aContainer, aFacts, aHost, aRelease, aRole, aWorker, factsOfAll } from "../../support.ts";

/** A step from a line such as `c@host ← a, b`; a bang makes it a clean-up. */
function aStep(line: string): Step {
  const [, id = "", bang, host = "", needs = ""] = line.match(/^(\w+)(!?)@(\w+)(?: ← (.*))?$/) ?? [];
  const before = needs === "" ? [] : needs.split(", ").map((need) => stepId(need));
  const common = { id: stepId(id), title: id, stage: "boot", host: aHost(host), run: sh`true` } as const;
  return bang ? { ...common, needs: [], cleansUp: { after: before } } : { ...common, needs: before };
}

/** What runs as one script, a line each. */
const scriptsOf = (plan: Pick<Plan, "steps">): string[] =>
  batches(plan).map(({ place, steps }) => `${place}: ${steps.map(({ id }) => id).join(", ")}`);

const fused = (...lines: string[]): string[] => scriptsOf({ steps: lines.map(aStep) });

describe("batching", () => {
  it("makes one script of steps of one host that follow each other", () => {
    expect(fused("a@x", "b@x ← a", "c@x ← a, b")).toEqual(["x: a, b, c"]);
  });

  it("keeps apart what does not wait for each other", () => {
    expect(fused("a@x", "b@x")).toEqual(["x: a", "x: b"]);
  });

  it("keeps hosts apart", () => {
    expect(fused("a@x", "b@y ← a", "c@x ← b")).toEqual(["x: a", "y: b", "x: c"]);
  });

  it("lets two that wait for the same start side by side: the first goes on with the script", () => {
    expect(fused("a@x", "b@x ← a", "c@x ← a")).toEqual(["x: a, b", "x: c"]);
  });

  it("does not hold a script up for another host in its middle", () => {
    expect(fused("a@x", "b@y", "c@x ← a, b")).toEqual(["x: a", "y: b", "x: c"]);
  });

  it("goes on where all that a step waits for was waited for by the script's first", () => {
    expect(fused("a@x", "b@y", "c@x ← a, b", "d@x ← a, b, c")).toEqual(["x: a", "y: b", "x: c, d"]);
  });

  it("goes on where two chains of a host meet only once both have ended", () => {
    expect(fused("a@x", "b@x", "c@x ← a, b")).toEqual(["x: a", "x: b", "x: c"]);
  });

  it("gives every clean-up a script of its own", () => {
    expect(fused("a@x", "b!@x ← a", "c!@x ← b", "d@x ← a")).toEqual(["x: a, d", "x: b", "x: c"]);
  });

  it("keeps a clean-up apart even from the step that it needs: it runs when the script around that is stopped", () => {
    const cleanUp: Step = { ...aStep("b@x ← a"), cleansUp: { after: [stepId("a")] } };
    expect(scriptsOf({ steps: [aStep("a@x"), cleanUp] })).toEqual(["x: a", "x: b"]);
  });

  it("never counts what a clean-up waited for as succeeded", () => {
    expect(fused("a@x", "b!@x ← a", "c@x ← b, a")).toEqual(["x: a", "x: b", "x: c"]);
  });

  it("keeps every step, once", () => {
    const lines = ["a@x", "b@y", "c@x ← a", "d@x ← a, b", "e@y ← b, d", "f!@x ← e", "g@y ← e"];
    const ids = batches({ steps: lines.map(aStep) }).flatMap(({ steps }) => steps.map(({ id }) => String(id)));
    expect(ids.sort()).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
  });
});

describe("the scripts of a deploy", () => {
  const mainline = (plan: Plan): string[] => scriptsOf(plan).filter((line) => !/: (explain|return|stop|hold) /.test(line));
  const running = (host: string) => aFacts(host, { containers: [aContainer()] });

  it("boot, flip and retire a single host in one go; tagging and pruning do not wait until the old has stopped", () => {
    expect(mainline(planDeploy(aRelease(), factsOfAll(running("1.1.1.1")), { prune: true }))).toEqual([
      "1.1.1.1: run web 1.1.1.1, flip web 1.1.1.1, retire web 1.1.1.1, confirm web 1.1.1.1",
      "1.1.1.1: tag 1.1.1.1, prune 1.1.1.1",
    ]);
  });

  it("retire the old of several hosts when all of the new is healthy", () => {
    const config = aConfig({ roles: [aRole({ hosts: ["a", "b"] })] });
    expect(mainline(planDeploy(aRelease({ config }), factsOfAll(running("a"), running("b")), { prune: true }))).toEqual([
      "a: run web a, flip web a",
      "b: run web b, flip web b",
      "a: retire web a, confirm web a",
      "a: tag a, prune a",
      "b: retire web b, confirm web b",
      "b: tag b, prune b",
    ]);
  });

  it("boot a second role of a lone host in the same script as the first", () => {
    const config = aConfig({ roles: [aRole({ hosts: ["a"] }), aWorker({ hosts: ["a"] })] });
    expect(mainline(planDeploy(aRelease({ config }), factsOfAll(aFacts("a")), { prune: false }))).toEqual([
      "a: run web a, flip web a, run workers a, ready workers a, tag a, confirm web a, confirm workers a",
    ]);
  });

  it("give the lock back and keep the record in one go", () => {
    expect(scriptsOf(planClose(aRelease(), "{}"))).toEqual(["1.1.1.1: unlock, record 1.1.1.1"]);
  });

  it("lock, pull and look again in one go on the primary host", () => {
    const config = aConfig({ roles: [aRole({ hosts: ["a", "b"] })] });
    const plan = planDeliver(aRelease({ config }), { pullOn: [aHost("a"), aHost("b")] });
    expect(scriptsOf(plan)).toEqual(["a: lock, pull a, look a", "b: pull b, look b", "a: unlock"]);
  });
});
