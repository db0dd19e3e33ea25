import { describe, expect, it } from "vitest";
import { reportJson, reportOutput } from "../../../src/core/report/json.ts";
import { aConfig, aDigest, aProxy, aRole } from "../../support.ts";
import { aReport, deployed, ended } from "./run.ts";

const failing = [
  ...deployed.slice(0, 4),
  ended("flip web 1.1.1.2", "boot", "Send web traffic to 999", { status: "failed", output: "not healthy" }),
  ended("explain web 1.1.1.2", "undo", "Ask why web failed", { output: "state: exited" }),
];
const undone = ["1.1.1.1", "1.1.1.2"].map((host) => ended(`return web ${host}`, "undo", "Send web traffic back"));

it("says what a run came to", () => {
  const roles = [aRole({ proxy: aProxy({ hosts: ["app.example.com"], ssl: true }) })];
  expect(reportJson(aReport({ config: aConfig({ roles, destination: "staging" }), digest: aDigest("a") }))).toMatchObject({
    ...{ command: "deploy", succeeded: true, ending: "succeeded", service: "app", destination: "staging", rolledBack: false },
    ...{
      version: "999",
      previousVersion: "123",
      image: "acme/app:999",
      digest: aDigest("a"),
      hosts: ["1.1.1.1"],
      duration: 12.5,
    },
    ...{ url: "https://app.example.com", failures: [] },
  });
});

describe("a run that failed was rolled back", () => {
  it("when everything serves again what served before", () => {
    expect(reportJson(aReport({ outcomes: [...failing, ...undone] })).rolledBack).toBe(true);
  });

  it.each([
    ["nothing had to be undone", [ended("pull 1.1.1.1", "pull", "Pull", { status: "failed" })], {}],
    ["nothing served before", [...failing, ...undone], { facts: new Map() }],
    [
      "the way back failed somewhere",
      [...failing, ...undone.map((each, index) => ({ ...each, status: index === 0 ? "failed" : "succeeded" }) as const)],
      {},
    ],
    ["it went well", deployed, {}],
  ] as const)("not when %s", (_, outcomes, over) => {
    expect(reportJson(aReport({ outcomes, ...over })).rolledBack).toBe(false);
  });
});

describe("as an output of a job", () => {
  const parsed = (outcomes: ReturnType<typeof ended>[]): ReturnType<typeof reportJson> =>
    JSON.parse(reportOutput(aReport({ outcomes })));

  it("has all of it", () => {
    expect(parsed([...deployed])).toMatchObject({ version: "999", steps: deployed.map(({ step }) => ({ title: step.title })) });
  });

  it("leaves the steps out where a workflow could not hand it on", () => {
    const { steps, ...rest } = parsed(
      Array.from({ length: 1500 }, (_, index) => ended(`run ${index} 1.1.1.1`, "boot", "Boot web")),
    );
    expect(steps).toBeUndefined();
    expect(rest).toMatchObject({ version: "999", failures: [] });
  });

  it("cuts what failed on very many hosts short", () => {
    const outcomes = Array.from({ length: 300 }, (_, index) =>
      ended(`run ${index} 1.1.1.1`, "boot", "Boot web", { status: "failed", output: "x".repeat(5000) }),
    );
    expect(reportOutput(aReport({ outcomes })).length).toBeLessThan(128 * 1024);
    expect(parsed(outcomes).failures).toHaveLength(20);
    expect(parsed(outcomes).failures[0]?.reason).toHaveLength(1000);
  });
});
