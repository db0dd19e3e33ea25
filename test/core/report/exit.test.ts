import { expect, it } from "vitest";
import { besideMark } from "../../../src/core/diagnosis/beside.ts";
import { type Outcome, type Stage, stepId } from "../../../src/core/plan/plan.ts";
import { FailedCommand, refuseFailures } from "../../../src/core/report/exit.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aHost } from "../../support.ts";
import { printout } from "../diagnosis/printout.ts";

const ended = (host: string, exitCode: number, stage: Stage = "answer"): Outcome => ({
  step: { id: stepId("exec", host), title: "web", stage, host: aHost(host), run: sh`false`, needs: [] },
  ...{ status: exitCode === 0 ? "succeeded" : "failed", startedAt: 0, endedAt: 0, exitCode, output: "" },
});

/** What the program would end with. */
function exitCodeAfter(...outcomes: readonly Outcome[]): number {
  try {
    refuseFailures({ outcomes });
    return 0;
  } catch (error) {
    if (error instanceof FailedCommand) return error.exitCode;
    throw error;
  }
}

it("passes on the exit code of the one command that failed", () => {
  expect(exitCodeAfter(ended("1.1.1.1", 0), ended("1.1.1.2", 3))).toBe(3);
  expect(exitCodeAfter(ended("1.1.1.1", 0))).toBe(0);
});

it("is 1 where several failed, or something else than what was asked for", () => {
  expect(exitCodeAfter(ended("1.1.1.1", 3), ended("1.1.1.2", 3))).toBe(1);
  expect(exitCodeAfter(ended("1.1.1.1", 3, "prepare"))).toBe(1);
});

it("comes with all that is known of a container that failed", () => {
  const why = printout({ container: { status: "exited", exitCode: 3 }, log: ["no settings"] }).replaceAll(/^/gm, besideMark);
  const output = `Error: target failed to become healthy\n${why}`;
  expect(() => refuseFailures({ outcomes: [{ ...ended("1.1.1.1", 1), output }] })).toThrow(
    [
      "1.1.1.1: Error: target failed to become healthy",
      "Likely cause: Its program ended with exit code 3",
      "What to do: Its last lines may say why",
      "What is known of the container:",
      "State: exited, exit code 3",
    ].join("\n"),
  );
});
