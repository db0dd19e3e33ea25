import { describe, expect, it } from "vitest";
import { cut } from "../../../src/core/config/shards.ts";
import type { Fleet } from "../../../src/core/host/fleet.ts";
import { haveAllSucceeded, partialSummary, recordOfRun, shardLine, shardWords } from "../../../src/core/report/fleet.ts";
import { recordOf } from "../../../src/core/report/record.ts";
import type { Report } from "../../../src/core/report/report.ts";
import { summary } from "../../../src/core/report/summary.ts";
import { aConfig, aHost, aRole } from "../../support.ts";
import { aReport, deployed, ended } from "./run.ts";

const hosts = ["1.1.1.1", "1.1.1.2"];
const whole = aConfig({ roles: [aRole({ hosts })] });
const aFleet = (index: number): Fleet => ({
  ...{ name: "run", shard: { index, count: 2 }, hosts: hosts.map((host) => aHost(host)), patience: 900 },
});

/** What one of two shards, with a host each, did. */
function partOf(index: number, over: Partial<Report> = {}): Report {
  const config = cut(whole, { index, count: 2 });
  if (typeof config === "string") throw new Error(config);
  const outcomes = deployed.filter(({ step }) => step.host === hosts[index - 1] && !step.id.includes("workers"));
  return aReport({ config, outcomes, ...over });
}

const lineOf = (index: number, report = partOf(index)): string => shardLine(aFleet(index), { record: recordOf(report) });
const summed = (...lines: readonly string[]) =>
  recordOfRun(partOf(2, { sharded: { fleet: aFleet(2), words: shardWords(lines) } }));

describe("what a shard leaves for the one that sums up", () => {
  it("is a line, from which all of it can be read again", () => {
    const line = lineOf(1);
    expect(line).not.toContain("\n");
    expect(shardWords([line, ""])).toEqual([{ shard: 1, record: recordOf(partOf(1)) }]);
  });

  it("is of a length that all shards together can be read in one go", () => {
    const long = Array.from({ length: 20_000 }, (_, index) => ended(`pull ${index} 1.1.1.1`, "pull", "Pull acme/app:999"));
    const line = lineOf(1, partOf(1, { outcomes: [...deployed.slice(0, 1), ...long] }));
    expect(line.length).toBeLessThanOrEqual(450_000);
    expect(shardWords([line])[0]?.record).toMatchObject({ ending: "succeeded", fates: [{ host: "1.1.1.1" }], steps: [] });
  });

  it("counts for nothing where it cannot be read", () => {
    expect(shardWords(["{", '{"shard":"one"}', "<html>"])).toEqual([]);
  });
});

describe("the run that shards share out", () => {
  it("is summed up by the one that ends last, with all hosts and all that was done", () => {
    const record = summed(lineOf(1), lineOf(2));
    expect(record).toMatchObject({ ending: "succeeded", hosts });
    expect(record?.fates.map(({ host }) => host)).toEqual(hosts);
    expect(record && summary(record)).toContain("2 hosts");
  });

  it("is left to another by all others, who say so", () => {
    const report = partOf(1, { sharded: { fleet: aFleet(1), words: undefined } });
    expect(recordOfRun(report)).toBeUndefined();
    expect(partialSummary(report)).toBe("Shard 1/2 of app: the shard that ends last sums up all of them.\n");
  });

  it("has failed where one of the shards has", () => {
    const failing = partOf(1, { outcomes: [ended("flip web 1.1.1.1", "boot", "Send web traffic", { status: "failed" })] });
    expect(summed(lineOf(1, failing), lineOf(2))).toMatchObject({ ending: "failed", failures: [{ host: "1.1.1.1" }] });
  });

  it("tells the failure that had all go back, and not that the others failed because of it", () => {
    const because = { output: "Shard 1/2 did not come through, so all go back. Its job's log says why" };
    const failing = partOf(1, { outcomes: [ended("flip web 1.1.1.1", "boot", "Send web traffic", { status: "failed" })] });
    const following = partOf(2, { outcomes: [ended("agree 1.1.1.1", "boot", "Wait for all", { status: "failed", ...because })] });
    const record = recordOfRun({
      ...following,
      sharded: { fleet: aFleet(2), words: shardWords([lineOf(1, failing), lineOf(2, following)]) },
    });
    expect(record?.failures.map(({ title }) => title)).toEqual(["Send web traffic"]);
  });

  it("has failed where one of the shards left no word, and of its hosts nothing is known", () => {
    const record = summed(lineOf(2));
    expect(record).toMatchObject({ ending: "failed", rolledBack: false, hosts });
    expect(record?.failures).toEqual([
      {
        ...{ host: "shard 1/2", title: "Do its part" },
        reason: "Its job never came or was ended at once: its log may say why. It is not known what serves on 1.1.1.1",
      },
    ]);
  });

  it("tells why one of the shards could not begin", () => {
    const failure = { host: "Shard 1/2", title: "Do its part", reason: "The deploy lock is held" };
    expect(summed(shardLine(aFleet(1), { failure }), lineOf(2))?.failures).toEqual([failure]);
  });

  it("went well only if every shard says so", () => {
    expect(haveAllSucceeded(aFleet(2), shardWords([lineOf(1), lineOf(2)]))).toBe(true);
    expect(haveAllSucceeded(aFleet(2), shardWords([lineOf(2)]))).toBe(false);
  });
});
