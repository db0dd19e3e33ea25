import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { labNames } from "../lab/sweep.ts";

const program = join(import.meta.dirname, "../chaos/chaos.ts");
const faults = ["kill", "cancel", "ssh-reset", "docker-restart"];

/** A sample that fits into CI; `npm run test:chaos` has the rest. */
describe("a deploy that is disturbed", () => {
  it("loses no request and leaves nothing that the next deploy cannot pass", { timeout: 600_000 }, async () => {
    const choice = ["deploy", ...faults].flatMap((name) => ["--only", name]);
    const args = [program, ...choice, "--seed", "7", "--count", String(faults.length)];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const [[exitCode], said] = await Promise.all([once(child, "close"), text(child.stdout)]);
    expect(said).toMatch(new RegExp(`^${faults.length} faults tried, 0 with a problem; [\\d,]+ requests, 0 lost$`, "m"));
    expect(exitCode).toBe(0);
    expect(await labNames()).not.toContain("chaos");
  });
});
