import { expect, it } from "vitest";
import { timeline } from "../../../../src/core/report/summary/timeline.ts";
import { aRecord, aStep, manyHosts } from "../record.ts";

const drawn = (...steps: readonly ReturnType<typeof aStep>[]): string[] =>
  timeline(aRecord({ steps, endedAt: aRecord().startedAt + 100_000 })).flatMap((section) => section.split("\n"));

it("draws a bar for every stage, place by place, from the run's first moment on", () => {
  const steps = [
    aStep("runner", "build", [0, 30]),
    aStep("1.1.1.1", "pull", [31, 35]),
    aStep("1.1.1.1", "pull", [34, 42]),
    aStep("1.1.1.1", "boot", [42, 98.25], { ending: "failed" }),
    aStep("1.1.1.1", "prune", [99, 100]),
  ];
  expect(drawn(...steps)).toEqual([
    ...["### Timeline", "", "```mermaid", expect.stringMatching(/^%%\{init: \{"gantt":\{.*\}\}%%$/)],
    ...["gantt", "dateFormat HH:mm:ss.SSS", "axisFormat %M:%S", "todayMarker off"],
    ...["section runner", "build :00:00:00.000, 00:00:30.000", "section 1.1.1.1"],
    ...["pull :00:00:31.000, 00:00:42.000", "boot :crit, 00:00:42.000, 00:01:38.250"],
    ...["\u200b :done, 00:01:39.000, 00:01:40.000", "```"],
  ]);
});

it("draws a stage twice where another one came between", () => {
  const steps = [aStep("a", "look", [0, 10]), aStep("a", "pull", [10, 40]), aStep("a", "look", [40, 50])];
  const names = drawn(...steps).flatMap((line) => /^(\w+) :/.exec(line)?.[1] ?? []);
  expect(names).toEqual(["look", "pull", "look"]);
});

it("draws of what took no time only what failed", () => {
  expect(drawn(aStep("a", "look", [0, 0.1]), aStep("b", "look", [0, 0.1], { ending: "failed" })).join("\n")).not.toContain(
    "section a",
  );
  expect(drawn(aStep("b", "look", [0, 0.1], { ending: "failed" })).join("\n")).toContain("section b");
  expect(timeline(aRecord({ steps: [] }))).toEqual([]);
});

it.each([
  ["web: now; #1 %% x", "web now 1 x"],
  ["`web`\n```\nclick web", "web click web"],
  ["<b>веб-служба</b>", "b веб-служба /b"],
  [":;#", "host"],
  ["x".repeat(100), "x".repeat(40)],
])("writes the host %j so that it cannot end its line", (place, label) => {
  expect(drawn(aStep(place, "boot", [0, 90]))).toContain(`section ${label}`);
});

it("draws those of very many hosts that failed or took longest", () => {
  const hosts = manyHosts(200);
  const steps = hosts.map((host, index) => aStep(host, "boot", [0, 10 + index / 10]));
  const [lines, failed] = [drawn(...steps), hosts[3] ?? ""];
  expect(lines.filter((line) => line.startsWith("section"))).toHaveLength(60);
  expect(lines).toContain(`section ${hosts[199]}`);
  expect(lines).not.toContain(`section ${failed}`);
  expect(drawn(...steps, aStep(failed, "undo", [90, 91], { ending: "failed" }))).toContain(`section ${failed}`);
});
