import { describe, expect, it } from "vitest";
import { type Outcome, type RemoteStep, type Status, stepId } from "../../../src/core/plan/plan.ts";
import { endLine, failureOf, lastLine, logFileName, outputLines, startLines } from "../../../src/core/report/run-log.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aHost, aSecret } from "../../support.ts";

const run = {
  ...{ command: "app", subcommand: "stop", destination: "staging", service: "shop", version: "abc123" },
  ...{ performer: "ann@example.com", startedAt: new Date(2026, 2, 1, 9, 5, 7).getTime() },
};

const step: RemoteStep = {
  ...{ id: stepId("boot"), title: "Boot", stage: "boot", host: aHost("1.1.1.1"), needs: [] },
  run: sh`docker run --env ${aSecret("hunter22", "KEY")} app`,
};
const anOutcome = (status: Status, over: Partial<Outcome> = {}): Outcome => ({
  ...{ step, status, startedAt: 0, endedAt: 1500, exitCode: 0, output: "", ...over },
});

describe("the name of a run's log file", () => {
  it.each([
    [{}, "2026-03-01T09-05-07_staging_app_stop.log"],
    [{ destination: undefined }, "2026-03-01T09-05-07_app_stop.log"],
    [{ command: "deploy", subcommand: undefined }, "2026-03-01T09-05-07_staging_deploy.log"],
  ])("is of its time here, its destination and its command: %j", (over, name) => {
    expect(logFileName({ ...run, ...over })).toBe(name);
  });
});

describe("a log's last line", () => {
  it("says how long it took", () => {
    expect(lastLine({ at: 0, runtime: 7, failure: undefined })).toBe("# Completed in 7.0s");
  });

  it("says on one line why it failed", () => {
    const failure = { type: "ExecuteError", message: "Boot: 1.1.1.1: no\n  such image\n" };
    expect(lastLine({ at: 0, runtime: 7.25, failure })).toBe("# FAILED: ExecuteError: Boot: 1.1.1.1: no such image (7.3s)");
  });
});

describe("a log's lines", () => {
  it("tell what runs where, secrets by their names", () => {
    expect(startLines(step, 5)).toEqual([
      { at: 5, text: "[1.1.1.1] Boot", severity: "info", host: "1.1.1.1" },
      { at: 5, text: "[1.1.1.1] $ docker run --env [KEY] app", severity: "debug", host: "1.1.1.1" },
    ]);
  });

  it("tell what was printed, without what would steer a terminal", () => {
    expect(outputLines(step, ["\u001b[31mred\u001b[0m"], 5)).toEqual([
      { at: 5, text: "[1.1.1.1]   red", severity: "debug", host: "1.1.1.1", stream: "stdout" },
    ]);
  });

  it.each([
    [anOutcome("succeeded"), "info", "[1.1.1.1] Boot: succeeded, 1.5 s"],
    [anOutcome("failed", { exitCode: 3 }), "error", "[1.1.1.1] Boot: failed with exit code 3, 1.5 s"],
    [
      anOutcome("interrupted", { exitCode: undefined, error: new Error("connection lost") }),
      "error",
      "[1.1.1.1] Boot: interrupted: connection lost, 1.5 s",
    ],
    [anOutcome("interrupted", { exitCode: undefined }), "warn", "[1.1.1.1] Boot: interrupted, 1.5 s"],
  ])("tell how it ended", (outcome, severity, text) => {
    expect(endLine(outcome)).toMatchObject({ severity, text, at: 1500 });
  });
});

describe("what a log says of a failure", () => {
  it("is nothing when all went well", () => {
    expect(failureOf([anOutcome("succeeded")])).toBe(undefined);
  });

  it("is what failed first, where and why", () => {
    const outcomes = [anOutcome("interrupted"), anOutcome("failed", { exitCode: 1, output: "no such image\n" })];
    expect(failureOf(outcomes)).toEqual({ type: "ExecuteError", message: "Boot: 1.1.1.1: no such image" });
  });

  it("is that it was stopped, when it was", () => {
    expect(failureOf([anOutcome("interrupted")])).toMatchObject({ type: "Interrupt" });
    expect(failureOf([anOutcome("skipped")])).toEqual({ type: "Interrupt", message: "It was cancelled" });
  });
});
