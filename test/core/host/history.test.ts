import { describe, expect, it } from "vitest";
import type { Container } from "../../../src/core/host/facts.ts";
import { historyOf } from "../../../src/core/host/history.ts";
import { aConfig, aContainer, aFacts, aRole, aWorker, factsOfAll } from "../../support.ts";

const clock = 1_800_000_000;

/** A container of web that was made and ended so many seconds after `start`; without an end it runs. */
const start = clock - 100_000;
function ran(version: string, from: number, until?: number, over: Partial<Container> = {}): Container {
  const state = until === undefined ? "running" : "exited";
  const ended = until === undefined ? {} : { finishedAt: start + until };
  return aContainer({ version, id: `${version}-${from}`, state, createdAt: start + from, ...ended, ...over });
}

/** The same, moved aside for another of its version. */
const aside = (version: string, from: number, until: number): Container =>
  ran(version, from, until, { name: `app-web-${version}_replaced_0123456789abcdef` });

const told = (...containers: readonly Container[]) =>
  historyOf(aConfig(), factsOfAll(aFacts("1.1.1.1", { clock, containers: [...containers], images })));
const images = [
  { id: "d00000000000", repository: "acme/app", tag: "D" },
  { id: "d00000000000", repository: "acme/app", tag: "latest" },
];

describe("the previous version", () => {
  const histories: readonly (readonly [string, readonly Container[], string | undefined])[] = [
    ["what the one that serves took over from", [ran("B", 10), ran("A", 0, 11)], "A"],
    ["not what failed before", [ran("D", 30), ran("C", 20, 25), ran("B", 10, 31), ran("A", 0, 11)], "B"],
    ["not what failed after", [ran("D", 40, 45), ran("C", 30, 35), ran("B", 10), ran("A", 0, 11)], "A"],
    ["after a rollback what that left", [ran("B", 40), ran("D", 30, 41), aside("B", 10, 31), ran("A", 0, 11)], "D"],
    ["another one after a redeploy of the same", [ran("D", 40), aside("D", 30, 41), ran("B", 10, 31)], "B"],
    ["another one after two redeploys", [ran("D", 50), aside("D", 40, 51), aside("D", 30, 41), ran("B", 10, 31)], "B"],
    [
      "the same after `app stop` and `app start`, or a restart of the server",
      [ran("D", 30, undefined, { startedAt: start + 90, finishedAt: start + 80 }), ran("B", 10, 31)],
      "B",
    ],
    ["the same while the app is stopped", [ran("D", 30, 80), ran("B", 10, 31)], "B"],
    ["what ran long, where nothing ran when it was made", [ran("D", 900), ran("C", 800, 850), ran("B", 10, 700)], "B"],
    ["nothing where all that ran before had failed", [ran("D", 900), ran("C", 800, 850), ran("B", 10, 60)], undefined],
    ["nothing where nothing else is left", [ran("D", 30)], undefined],
    ["not what a person started again", [ran("D", 30), ran("B", 10, 31), ran("A", 0, 90, { startedAt: start + 80 })], "B"],
    ["what was stopped rather than what was forgotten", [ran("D", 30), ran("C", 20), ran("B", 10, 31)], "B"],
    ["what was not stopped, where nothing else was", [ran("D", 30), ran("B", 10)], "B"],
    ["not what was made and never ran", [ran("D", 30), ran("C", 20, undefined, { state: "created" })], undefined],
    [
      "not known where nobody asked when they ran",
      [ran("D", 30), aContainer({ version: "B", state: "exited", createdAt: start })],
      undefined,
    ],
    ["not another destination's", [ran("D", 30), ran("B", 10, 31, { destination: "staging" })], undefined],
  ];

  it.each(histories)("is %s", (_, containers, previous) => {
    expect(told(...containers)?.previous).toBe(previous);
  });

  it("is not known where nothing ever served", () => {
    expect(told()).toBeUndefined();
    expect(told(ran("A", 0, 10))).toBeUndefined();
  });
});

describe("the stable version", () => {
  const hour = 3600;
  it.each([
    ["the newest that ran for an hour", [ran("D", 9000), ran("C", 8999, 9000), ran("B", 4000, 8999), ran("A", 0, 3999)], "B"],
    ["one that ran for exactly an hour", [ran("D", hour), ran("A", 0, hour)], "A"],
    ["nothing where none ran so long", [ran("D", hour), ran("A", 1, hour)], undefined],
    ["never that which serves", [ran("D", 9000), aside("D", 0, 9000)], undefined],
    ["one that is newer, after a rollback", [ran("B", 9000), ran("D", 4000, 9001), aside("B", 0, 4001)], "D"],
  ])("is %s", (_, containers, stable) => {
    expect(told(...containers)?.stable).toBe(stable);
  });
});

describe("several places", () => {
  const roles = [aRole({ hosts: ["1.1.1.2", "1.1.1.1"] }), aWorker({ hosts: ["1.1.1.3"] })];
  const config = { ...aConfig({ roles }), primaryHost: aConfig().primaryHost };
  const at = (host: string, ...containers: Container[]) => aFacts(host, { clock, containers });

  it("tell first what the primary host says", () => {
    const facts = factsOfAll(at("1.1.1.2", ran("D", 30), ran("C", 10, 31)), at("1.1.1.1", ran("D", 30), ran("B", 10, 31)));
    expect(historyOf(config, facts)?.previous).toBe("B");
  });

  it("tell what a new primary host has not seen", () => {
    const facts = factsOfAll(at("1.1.1.1", ran("D", 90)), at("1.1.1.2", ran("D", 30), ran("B", 10, 31)));
    expect(historyOf(config, facts)?.previous).toBe("B");
  });

  it("tell what only another role remembers", () => {
    const worker = { role: "workers" };
    const jobs = [
      ran("D", 30, undefined, { name: "app-workers-D", ...worker }),
      ran("B", 10, 31, { name: "app-workers-B", ...worker }),
    ];
    expect(historyOf(config, factsOfAll(at("1.1.1.1", ran("D", 30)), at("1.1.1.3", ...jobs)))?.previous).toBe("B");
  });

  it("tell nothing of another version's past", () => {
    const facts = factsOfAll(at("1.1.1.1", ran("D", 90)), at("1.1.1.2", ran("C", 30), ran("B", 10, 31)));
    expect(historyOf(config, facts)).toEqual({ serving: "D", previous: undefined, stable: undefined });
  });
});
