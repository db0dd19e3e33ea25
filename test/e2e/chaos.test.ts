import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { labNames } from "../lab/sweep.ts";

const program = join(import.meta.dirname, "../chaos/chaos.ts");
const lab = "chaos-sample";
/** Of each place one or two. */
const faults = ["kill", "race", "ssh-reset", "docker-restart", "disk-full", "registry-down", "answers-500"];
/** Before anything has happened, before anything can be undone, and when half of the servers have the new version. */
const moments = ["at the start", "Pull", "Send web traffic"];

/** A sample that fits into CI; `npm run test:chaos` has the rest. */
describe("a deploy that is disturbed", () => {
  it("loses no request and leaves nothing that the next deploy cannot pass", { timeout: 900_000 }, async () => {
    const chosen = ["deploy", ...faults].flatMap((name) => ["--only", name]);
    const when = moments.flatMap((moment) => ["--at", moment]);
    const args = [program, ...chosen, ...when, "--seed", "2", "--count", String(faults.length), "--lab", lab];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const [[exitCode], said] = await Promise.all([once(child, "close"), text(child.stdout)]);
    expect(said).toMatch(new RegExp(`^${faults.length} faults tried, 0 with a problem; [\\d,]+ requests, 0 lost$`, "m"));
    expect(exitCode).toBe(0);
    expect(await labNames()).not.toContain(lab);
  });
});
