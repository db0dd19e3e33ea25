import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { Program } from "../../src/core/plan/plan.ts";
import { runProgram } from "../../src/engine/local.ts";
import { isAlive } from "../processes.ts";
import { aSecret } from "../support.ts";

const never = new AbortController().signal;
const run = (...argv: Program["argv"]) => runProgram({ argv }, never, () => {});
const sh = (script: string, over: Partial<Program> = {}) => runProgram({ argv: ["sh", "-c", script], ...over }, never, () => {});

describe("a program on the runner", () => {
  it("tells its exit code and all that it said", async () => {
    expect(await sh("echo one; echo two >&2; exit 3")).toEqual({
      exitCode: 3,
      output: expect.stringMatching(/^(one\ntwo|two\none)\n$/),
    });
  });

  it("gets its arguments as they are, without a shell between", async () => {
    expect(await run("printf", "<%s>", "a b", "$HOME", "'", "")).toEqual({ exitCode: 0, output: "<a b><$HOME><'><>" });
  });

  it("gets secrets by its environment or its standard input", async () => {
    const given = { env: { KEY: aSecret("it's $x"), PLAIN: "p" }, stdin: aSecret("from stdin") };
    expect((await sh(`printf '%s|%s|' "$KEY" "$PLAIN"; cat`, given)).output).toBe("it's $x|p|from stdin");
  });

  it("gets the token of the job's cache and artifacts only where it is meant for it", async () => {
    vi.stubEnv("ACTIONS_RUNTIME_TOKEN", "of-the-job");
    const script = 'printf %s "${ACTIONS_RUNTIME_TOKEN-none}"';
    expect((await sh(script)).output).toBe("none");
    expect((await sh(script, { env: { ACTIONS_RUNTIME_TOKEN: aSecret("given") } })).output).toBe("given");
    vi.unstubAllEnvs();
  });

  it("leaves the last word to what runs otherwise", async () => {
    const otherwise = { argv: ["sh", "-c", "echo second; exit 0"] } as const;
    expect(await sh("echo first; exit 3", { otherwise })).toEqual({ exitCode: 0, output: "second\n" });
    expect(await sh("echo first", { otherwise })).toEqual({ exitCode: 0, output: "first\n" });
    expect(await sh("echo first; exit 3", { otherwise: { argv: ["sh", "-c", "echo second; exit 4"] } })).toEqual({
      exitCode: 4,
      output: "first\nsecond\n",
    });
  });

  it("has the runner's own environment besides", async () => {
    expect((await sh('printf %s "$PATH"')).output).toBe(process.env.PATH);
  });

  it("finds nothing to read where nothing is given", async () => {
    expect(await sh("cat; echo end")).toEqual({ exitCode: 0, output: "end\n" });
  });

  it("does not mind if it is not read from", async () => {
    expect((await sh("exec true", { stdin: aSecret("x".repeat(1_000_000)) })).exitCode).toBe(0);
  });

  it("runs where it is told to", async () => {
    const directory = mkdtempSync(join(realpathSync(tmpdir()), "landfall-local-"));
    expect((await sh("pwd", { cwd: directory })).output).toBe(`${directory}\n`);
    rmSync(directory, { recursive: true });
  });

  it("says which program could not be started", async () => {
    await expect(run("/no/such/program")).rejects.toThrow(/^\/no\/such\/program could not be started here/);
  });

  it("says that a program is not installed, as Docker may not be", async () => {
    await expect(run("no-such-program")).rejects.toThrow(
      "no-such-program could not be started here: it is not installed, or not in the PATH",
    );
  });

  it("says which directory is missing, rather than that the program is", async () => {
    await expect(sh("true", { cwd: "/no/such/directory" })).rejects.toThrow("/no/such/directory");
  });

  it("says by what it was ended", async () => {
    expect(await sh("kill -9 $$")).toEqual({ exitCode: 1, output: "\nsh was ended by SIGKILL" });
  });

  it("lets its words be heard as they come", async () => {
    const heard: string[] = [];
    await runProgram({ argv: ["sh", "-c", "echo one; echo two"] }, never, (text) => heard.push(text));
    expect(heard.join("")).toBe("one\ntwo\n");
  });

  it("keeps letters whole that arrive in pieces", async () => {
    const heard: string[] = [];
    const halves = "printf '\\303'; sleep 0.1; printf '\\251'";
    const { output } = await runProgram({ argv: ["sh", "-c", halves] }, never, (text) => heard.push(text));
    expect([output, heard.join("")]).toEqual(["é", "é"]);
  });

  it("keeps the end of what it said when that is too much", async () => {
    const { output } = await sh("head -c 1000000 /dev/zero | tr '\\0' x; echo end");
    expect(output.endsWith("xend\n")).toBe(true);
    expect(output.length).toBe(200_000);
  });
});

describe("a program that is stopped", () => {
  it("takes everything with it that it has started", async () => {
    const stopping = new AbortController();
    const heard: string[] = [];
    const running = runProgram({ argv: ["sh", "-c", "sleep 63 & echo $!; wait"] }, stopping.signal, (text) => heard.push(text));
    await expect.poll(() => heard.join("")).toMatch(/^\d+\n$/);
    const child = Number(heard.join(""));
    stopping.abort();
    await expect(running).rejects.toThrow("sh was stopped");
    await expect.poll(() => isAlive(child)).toBe(false);
  });

  it.each([
    ["does not want to end", "trap '' TERM; echo ready; while :; do sleep 1; done"],
    ["leaves something that goes on talking", "trap '' TERM; setsid sleep 20 & echo ready; wait"],
  ])("is not waited for for long where it %s", async (_, script) => {
    const stopping = new AbortController();
    const heard: string[] = [];
    const running = runProgram({ argv: ["sh", "-c", script] }, stopping.signal, (text) => heard.push(text));
    await expect.poll(() => heard.join("")).toBe("ready\n");
    stopping.abort();
    await expect(running).rejects.toThrow("sh was stopped");
  });

  it("is not even started when that is before", async () => {
    const stopped = AbortSignal.abort(new Error("It is over"));
    const running = async () => runProgram({ argv: ["true"] }, stopped, () => {});
    await expect(running()).rejects.toThrow("It is over");
  });
});
