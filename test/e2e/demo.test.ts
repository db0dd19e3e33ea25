import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { labNames } from "../lab/sweep.ts";

const program = join(import.meta.dirname, "../demo/demo.ts");

const startDemo = (...args: readonly string[]) => {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = Promise.all([once(child, "close"), text(child.stdout)]).then(([[exitCode], stdout]) => ({ exitCode, stdout }));
  return { child, ended };
};

describe("the demo", () => {
  it("shows two versions, no failed request and how long each deploy took, and leaves nothing running", async () => {
    const { child, ended } = startDemo("--json");
    child.stderr.resume();
    const { exitCode, stdout } = await ended;
    expect(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "")).toEqual({
      requests: expect.toSatisfy((requests) => requests > 0),
      failed: 0,
      versions: 2,
      deploys: [expect.any(Number), expect.any(Number)],
      hosts: 2,
      engine: "kamal-proxy",
    });
    expect(exitCode).toBe(0);
    expect(await labNames()).not.toContain("demo");
  });

  it("takes everything down when a person interrupts a deploy", async () => {
    const { child, ended } = startDemo("--json", "--keep");
    for await (const line of createInterface({ input: child.stderr })) if (line.includes("Boot")) child.kill("SIGINT");
    expect(await ended).toEqual({ exitCode: 130, stdout: "" });
    expect(await labNames()).not.toContain("demo");
  });
});
