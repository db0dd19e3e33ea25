import { expect, it } from "vitest";
import { stageTable, timeline } from "../../../src/core/report/timeline.ts";
import { aReport, ended } from "./run.ts";

const { startedAt } = aReport();

it("draws a bar for every step, place by place, from the run's first moment on", () => {
  const outcomes = [
    ended("pull 1.1.1.1", "pull", "Pull acme/app:999", { to: 3 }),
    ended("flip web 1.1.1.1", "boot", "Send web traffic to 999", { status: "failed", from: 6, to: 68.25 }),
    ended("pull 1.1.1.2", "pull", "Pull acme/app:999", { to: 5.5 }),
    ended("prune 1.1.1.2", "prune", "Prune", { status: "skipped" }),
  ];
  expect(timeline({ outcomes, startedAt })).toBe(`\`\`\`mermaid
gantt
  dateFormat HH:mm:ss.SSS
  axisFormat %M:%S
  section 1.1.1.1
  Pull acme/app 999 :00:00:00.000, 00:00:03.000
  Send web traffic to 999 :crit, 00:00:06.000, 00:01:08.250
  section 1.1.1.2
  Pull acme/app 999 :00:00:00.000, 00:00:05.500
\`\`\``);
});

it.each([
  ["Boot web: now; #1 %% x", "Boot web now 1 x"],
  ["Boot `web`\n```\nclick web", "Boot web click web"],
  ["Boot <b>веб-служба</b>", "Boot b веб-служба /b"],
  [":;#", "step"],
])("writes the title %j so that it cannot end its bar", (title, label) => {
  const drawn = timeline({ outcomes: [ended("run web 1.1.1.1", "boot", title)], startedAt });
  expect(drawn.split("\n")[5]).toBe(`  ${label} :00:00:00.000, 00:00:01.000`);
});

it("draws stages where there are too many steps to draw", () => {
  const many = Array.from({ length: 30 }, (_, host) =>
    Array.from({ length: 5 }, (_, number) =>
      ended(`x${number} web 1.1.1.${host}`, "boot", `Step ${number}`, { from: number, to: number + 1 }),
    ),
  ).flat();
  const drawn = timeline({ outcomes: many, startedAt });
  expect(drawn).not.toContain("Step");
  expect(drawn.match(/boot :00:00:00.000, 00:00:05.000/g)).toHaveLength(30);
});

it("tells in a table how long each stage kept each place busy", () => {
  const outcomes = [
    ended("look 1.1.1.1", "look", "Look", { to: 0.5 }),
    ended("run web 1.1.1.1", "boot", "Boot web", { from: 1, to: 4 }),
    ended("run workers 1.1.1.1", "boot", "Boot workers", { from: 2, to: 5 }),
    ended("again 1.1.1.1", "look", "Look", { from: 9, to: 9.5 }),
    ended("run web 1.1.1.2", "boot", "Boot web", { status: "failed", from: 1, to: 61 }),
  ];
  expect(stageTable({ outcomes, startedAt })).toBe(
    [
      "|  | look | boot |",
      "| --- | --- | --- |",
      "| <code>1.1.1.1</code> | 1.0 s | 4.0 s |",
      "| <code>1.1.1.2</code> |  | 1 min 0 s ❌ |",
    ].join("\n"),
  );
});
