import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { isStopped } from "../processes.ts";
import type { Halt } from "./halt.ts";

const preloaded = ["--import", join(import.meta.dirname, "halt.ts")];
const speaker = `for (const word of ["Pull", "Boot", "Stop"]) process.stderr.write("✓ 127.0.0.9        " + word + " 0.1 s\\n")`;
const names = { "127.0.0.9": "server-1" };

function speak(at: Halt["at"]) {
  const env = { ...process.env, CHAOS_HALT: JSON.stringify({ at, names } satisfies Halt) };
  return spawn(process.execPath, [...preloaded, "--eval", speaker], { env, stdio: ["ignore", "ignore", "pipe"] });
}

async function standsStill({ pid = 0 }: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (isStopped(pid)) return true;
    await pause(20);
  }
  return false;
}

describe("a program that is halted", () => {
  it.each([
    ["at a boundary has said no more than that", { place: "server-1", title: "Boot" }, ["Pull", "Boot"]],
    ["at its start has said nothing", undefined, []],
  ])("%s", async (_, at, words) => {
    const child = speak(at);
    const said = text(child.stderr);
    expect(await standsStill(child)).toBe(true);
    child.kill("SIGKILL");
    expect((await said).match(/Pull|Boot|Stop/g) ?? []).toEqual(words);
  });

  it("goes on to its end when it is told to", async () => {
    const child = speak({ place: "server-1", title: "Pull" });
    const [said, exit] = [text(child.stderr), once(child, "exit")];
    expect(await standsStill(child)).toBe(true);
    child.kill("SIGCONT");
    expect((await said).match(/Pull|Boot|Stop/g)).toEqual(["Pull", "Boot", "Stop"]);
    expect(await exit).toEqual([0, null]);
  });

  it("is not halted by the steps of another server", async () => {
    const [exitCode] = await once(speak({ place: "server-2", title: "Boot" }), "exit");
    expect(exitCode).toBe(0);
  });
});
