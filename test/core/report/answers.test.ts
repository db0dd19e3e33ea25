import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../src/core/plan/plan.ts";
import { onHost, onRunner } from "../../../src/core/plan/step.ts";
import { describeAnswers } from "../../../src/core/report/answers.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aHost } from "../../support.ts";
import { aWorld } from "../../world.ts";

const build = onRunner("build", "build", "Build", { argv: ["docker", "buildx", "build", "."] });
const push = onRunner("push", "build", "Push", { argv: ["docker", "push", "app"] }, [build.id]);
const pull = onHost(aHost("1.1.1.1"), "pull", "pull", "Pull", sh`docker pull app`);
const plan = { title: "Deliver", steps: [build, push, pull] };
const said = async (failing?: string | RegExp): Promise<string> =>
  describeAnswers({ title: plan.title, outcomes: await aWorld(failing === undefined ? {} : { failing }).execute(plan) });

describe("what an errand came to", () => {
  it("names every place where all of it was done", async () => {
    expect(await said()).toBe("Deliver: done on runner, 1.1.1.1");
  });

  it("names no place where part of it failed", async () => {
    expect(await said("push here")).toBe("Deliver: done on 1.1.1.1");
    expect(await said(/docker/)).toBe("Deliver: not done");
  });

  it("is what each server printed, beneath its name unless that is too much", async () => {
    const ask = (host: string) => onHost(aHost(host), "version", "answer", "Version", sh`docker version`);
    const world = aWorld({ printing: ({ host }) => `28 on ${host}\n` });
    const outcomes = await world.execute({ title: "Version", steps: [ask("1.1.1.1"), ask("1.1.1.2")] });
    expect(describeAnswers({ title: "Version", outcomes })).toBe(
      "1.1.1.1  Version\n28 on 1.1.1.1\n\n1.1.1.2  Version\n28 on 1.1.1.2",
    );
    expect(describeAnswers({ title: "Version", outcomes }, { quiet: true })).toBe("28 on 1.1.1.1\n\n28 on 1.1.1.2");
  });

  it("does not take a server that cannot be reached for one with nothing to say", () => {
    const step = onHost(aHost("1.1.1.1"), "version", "answer", "Version", sh`docker version`);
    const silent = { step, startedAt: 0, endedAt: 1, exitCode: undefined, output: "" };
    const described = (status: Outcome["status"]): string =>
      describeAnswers({ title: "Version", outcomes: [{ ...silent, status }] });
    expect(described("interrupted")).toBe("1.1.1.1  Version\n(no answer)");
    expect(described("succeeded")).toBe("1.1.1.1  Version\n(nothing)");
  });

  it("says when there was nothing to do", () => {
    expect(describeAnswers({ title: "Create the builder", outcomes: [] })).toBe("Create the builder: there was nothing to do");
  });
});
