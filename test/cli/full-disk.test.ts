import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const program = join(import.meta.dirname, "../../src/cli/main.ts");

/** What reads the output, by the shell; every write to /dev/full fails as on a full disk: full(4). */
const sayingTo = (reader: string) =>
  spawnSync("bash", ["-c", `"$0" "$1" docs ${reader}; exit \${PIPESTATUS[0]}`, process.execPath, program], { encoding: "utf8" });

it("a command whose results a full disk does not take fails, and says so once", () => {
  const { status, stderr } = sayingTo("> /dev/full");
  expect(status).toBe(1);
  expect(stderr).toMatch(/^ERROR: The output could not all be written: ENOSPC[^\n]*\n$/);
});

it("a command whose messages a full disk does not take does what it was asked for all the same", () => {
  const { status, stdout } = sayingTo("2> /dev/full");
  expect(status).toBe(0);
  expect(stdout).toContain("SERVERS");
});

it("a command whose reader has had enough ends well", () => {
  expect(sayingTo("| head -n 1")).toMatchObject({ status: 0, stderr: "" });
});
