import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { OtelLog } from "../../src/adapters/otel.ts";
import type { LoggedRun, LogLine } from "../../src/core/report/run-log.ts";
import { startCollector } from "./collector.ts";

const run: LoggedRun = {
  ...{ command: "deploy", subcommand: undefined, destination: "staging", service: "shop", version: "abc123" },
  ...{ performer: "ann@example.com", startedAt: Date.parse("2026-03-01T12:30:00Z") },
};
const at = run.startedAt + 12_300;
const well = { at, runtime: 12.3, failure: undefined };
const aLine = (text: string, over: Partial<LogLine> = {}): LogLine => ({ at, text, severity: "info", ...over });

/** A log, and what it warned of. */
function aLog(endpoint: string, over: Partial<LoggedRun> = {}, patience?: number) {
  const warnings: string[] = [];
  return { log: new OtelLog(endpoint, { ...run, ...over }, (text) => warnings.push(text), patience), warnings };
}

describe("a run's log at an OpenTelemetry endpoint", () => {
  it("is sent as OTLP in JSON under Kamal's names, with events around its lines", async () => {
    await using collector = await startCollector();
    const { log, warnings } = aLog(`${collector.endpoint}/`);
    log.write(aLine("[1.1.1.1]   hello", { severity: "debug", host: "1.1.1.1", stream: "stdout" }));
    expect(await log.close(well)).toBe(`Logs sent to ${new URL(collector.endpoint).origin}`);
    const [resource] = collector.resources;
    const id = resource?.["kamal.run_id"];
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(resource).toEqual({
      ...{ "service.name": "kamal", "service.version": "2.12.0", "kamal.run_id": id, "service.namespace": "shop" },
      ...{ "kamal.performer": "ann@example.com", "deployment.environment.name": "staging", "kamal.deploy_version": "abc123" },
    });
    const deployment = { "kamal.command": "deploy", "deployment.id": id, "deployment.name": "deploy shop" };
    const end = { ...deployment, "kamal.runtime": 12.3, "deployment.status": "succeeded" };
    expect(collector.batches.flat()).toEqual([
      { text: "kamal.start", severity: "INFO", event: "kamal.start", attributes: deployment },
      {
        ...{ text: "[1.1.1.1]   hello", severity: "DEBUG", event: undefined },
        attributes: { "server.address": "1.1.1.1", "log.iostream": "stdout" },
      },
      { text: "kamal.complete", severity: "INFO", event: "kamal.complete", attributes: end },
    ]);
    expect([collector.faults, warnings]).toEqual([[], []]);
  });

  it("ends with why it failed, and names a deployment only where one was made", async () => {
    await using collector = await startCollector();
    const { log } = aLog(collector.endpoint, { command: "app", subcommand: "stop", destination: undefined });
    await log.close({ ...well, failure: { type: "ExecuteError", message: "1.1.1.1: no" } });
    expect(collector.batches.flat().at(-1)).toEqual({
      ...{ text: "kamal.failed", severity: "ERROR", event: "kamal.failed" },
      attributes: {
        ...{ "kamal.command": "app stop", "kamal.runtime": 12.3 },
        ...{ "exception.type": "ExecuteError", "exception.message": "1.1.1.1: no" },
      },
    });
    expect(collector.resources[0]).not.toHaveProperty("deployment.environment.name");
    expect(collector.faults).toEqual([]);
  });

  it("goes on its way in batches of 100 lines, in order, before the run ends", async () => {
    await using collector = await startCollector();
    const { log } = aLog(collector.endpoint);
    for (let count = 1; count <= 250; count++) log.write(aLine(`line ${count}`));
    while (collector.batches.length < 2) await setImmediate();
    await log.close(well);
    expect(collector.batches.map((batch) => batch.length)).toEqual([100, 100, 52]);
    expect(collector.batches.flat().slice(1, -1)).toEqual(
      Array.from({ length: 250 }, (_, index) => ({
        ...{ text: `line ${index + 1}`, severity: "INFO", event: undefined, attributes: {} },
      })),
    );
  });

  it.each([
    ["it answers 500 Internal Server Error", 500],
    ["it answers 302 Found", 302],
  ])("warns once when %s, and goes on to send", async (reason, status) => {
    await using collector = await startCollector((response) => response.writeHead(status).end());
    const { log, warnings } = aLog(collector.endpoint);
    for (let count = 0; count < 150; count++) log.write(aLine("hello"));
    expect(await log.close(well)).toBe(undefined);
    expect(warnings).toEqual([`The log at ${new URL(collector.endpoint).origin} is not complete: ${reason}`]);
    expect(collector.batches).toHaveLength(2);
  });

  it("warns once when nobody listens, without the password that the endpoint may have", async () => {
    const collector = await startCollector();
    await collector[Symbol.asyncDispose]();
    const { host, origin } = new URL(collector.endpoint);
    const { log, warnings } = aLog(`http://ann:s3cret@${host}`);
    for (let count = 0; count < 150; count++) log.write(aLine("hello"));
    expect(await log.close(well)).toBe(undefined);
    expect(warnings).toEqual([
      `The log at ${origin} is not complete: the connection was refused: nothing listens there (ECONNREFUSED)`,
    ]);
  });

  it("is given up at the end when the endpoint never answers, with no more kept of it than has its place", async () => {
    await using collector = await startCollector(() => {});
    const { log, warnings } = aLog(collector.endpoint, {}, 500);
    for (let count = 0; count < 300; count++) log.write(aLine("x".repeat(100_000)));
    expect(warnings).toEqual([`The log at ${new URL(collector.endpoint).origin} is not complete: it is too slow for so much`]);
    expect(await log.close(well)).toBe(undefined);
    expect(collector.batches.length).toBeLessThanOrEqual(2);
    expect(warnings).toHaveLength(1);
  });

  it("cannot be at what is no URL", () => {
    expect(() => aLog("not a url")).toThrow(TypeError);
  });
});
