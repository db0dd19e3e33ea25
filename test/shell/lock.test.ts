import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { acquire, heldExitCode, release } from "../../src/core/commands/lock.ts";
import { decodeLock, encodeLock } from "../../src/core/host/lock.ts";
import { aConfig } from "../support.ts";
import { marksOf, shells } from "./shells.ts";

const config = aConfig();
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "landfall-lock-"));
  mkdirSync(join(home, ".kamal/lock-app"), { recursive: true });
  writeFileSync(join(home, ".kamal/lock-app/details"), encodeLock("Locked by: Bob"));
});
afterEach(() => rmSync(home, { recursive: true }));

const holder = (): string => decodeLock(readFileSync(join(home, ".kamal/lock-app/details"), "utf8"));

describe.each(shells)("the lock in $name", (shell) => {
  it("is taken over, held and given back", async () => {
    const takeOver = acquire(config, "Locked by: Ann", "Locked by: Bob");
    const [taken, refused] = await marksOf(shell, [takeOver, acquire(config, "Locked by: Eve")], undefined, { cwd: home });
    expect([taken?.code, refused?.code, holder()]).toEqual([0, heldExitCode, "Locked by: Ann"]);
    const [freed, anew] = await marksOf(shell, [release(config, holder()), acquire(config, "Locked by: Eve")], undefined, {
      cwd: home,
    });
    expect([freed?.code, anew?.code, holder()]).toEqual([0, 0, "Locked by: Eve"]);
  });
});
