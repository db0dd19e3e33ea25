import { describe, expect, it } from "vitest";
import { type LogQuery, logsOf, logsOfContainer, tailOf } from "../../../src/core/commands/logs.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aHome } from "../../shell/home.ts";

const query = (over: Partial<LogQuery> = {}): LogQuery => ({
  ...{ since: undefined, lines: undefined, grep: undefined, grepOptions: undefined, timestamps: true, follow: false },
  ...over,
});

describe("a log", () => {
  it.each([
    [{}, "logs --timestamps --tail 100 c1"],
    [{ follow: true }, "logs --timestamps --tail 10 --follow c1"],
    [{ since: "42m", timestamps: false }, "logs --since 42m c1"],
    [{ lines: 0 }, "logs --timestamps --tail 0 c1"],
    [{ grep: "x", lines: 3 }, "logs --timestamps --tail 3 c1"],
  ])("is asked for as %j says", async (over, asked) => {
    using home = aHome({ docker: { [asked]: "x\n" } });
    expect(await home.run(logsOf(sh`echo c1`, query(over)))).toEqual({ code: 0, output: "x\n" });
  });

  it("holds what the container said on its standard error, too", async () => {
    using home = aHome({ docker: { "logs --timestamps --tail 100 db": { prints: "out\n", complains: "err\n" } } });
    expect((await home.run(logsOfContainer("db", query()))).output).toBe("out\nerr\n");
  });

  it.each([
    ["GET /up", undefined, "a GET /up 200\n"],
    ["--version", undefined, "run --version\n"],
    ["get", "-i", "a GET /up 200\n"],
    ["it's $HOME", undefined, "it's $HOME\n"],
    ["a.*up|--v", "-E -n", "1:a GET /up 200\n2:run --version\n"],
  ])("is searched for %j with %j", async (grep, grepOptions, found) => {
    using home = aHome({ docker: { "logs --timestamps c1": "a GET /up 200\nrun --version\nit's $HOME\n" } });
    expect(await home.run(logsOf(sh`echo c1`, query({ grep, grepOptions })))).toEqual({ code: 0, output: found });
  });

  it("without a line that matches is no failure, a pattern that cannot be read is one", async () => {
    using home = aHome({ docker: { "logs --timestamps c1": "x\n" } });
    expect(await home.run(logsOf(sh`echo c1`, query({ grep: "y" })))).toEqual({ code: 0, output: "" });
    expect((await home.run(logsOf(sh`echo c1`, query({ grep: "[", grepOptions: "-E" })))).code).not.toBe(0);
  });

  it("of no container is empty", async () => {
    using home = aHome({ docker: {} });
    expect(await home.run(logsOf(sh`true`, query()))).toEqual({ code: 0, output: "" });
    expect(home.calls("docker")).toEqual([]);
  });

  it("is shown whole where there is something to look for", () => {
    expect(tailOf({ since: undefined, grep: "x", lines: undefined, follow: true })).toBeUndefined();
  });
});
