import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LogFile } from "../../src/adapters/log-file.ts";
import { type LoggedRun, logFileName } from "../../src/core/report/run-log.ts";

const run: LoggedRun = {
  ...{ command: "deploy", subcommand: undefined, destination: undefined, service: "shop", version: "abc123" },
  ...{ performer: "ann@example.com", startedAt: Date.parse("2026-03-01T12:30:00Z") },
};
const well = { at: run.startedAt, runtime: 12, failure: undefined };

describe("a run's log file", () => {
  let folder: string;
  const warnings: string[] = [];
  const warn = (text: string): void => void warnings.push(text);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "logs-"));
    warnings.length = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is made with its directory, and has each line as soon as it is written", async () => {
    const directory = join(folder, "var/log");
    const path = join(directory, logFileName(run));
    const log = new LogFile(directory, run, warn);
    log.write({ text: "[1.1.1.1] Boot" });
    expect(await readFile(path, "utf8")).toBe("[1.1.1.1] Boot\n");
    expect(await log.close(well)).toBe(`Logs written to ${path}`);
    expect(await readFile(path, "utf8")).toBe("[1.1.1.1] Boot\n# Completed in 12.0s\n");
  });

  it("goes on in the file of a run that began in the same second", async () => {
    for (const text of ["one", "other"]) {
      const log = new LogFile(folder, run, warn);
      log.write({ text });
      await log.close(well);
    }
    const [name = "", ...rest] = await readdir(folder);
    expect(rest).toEqual([]);
    expect(await readFile(join(folder, name), "utf8")).toBe("one\n# Completed in 12.0s\nother\n# Completed in 12.0s\n");
  });

  it("cannot be where its directory cannot be made", async () => {
    await writeFile(join(folder, "file"), "");
    expect(() => new LogFile(join(folder, "file/log"), run, warn)).toThrow("ENOTDIR");
  });
});
