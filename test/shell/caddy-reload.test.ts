import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holding } from "../../src/core/proxies/caddy/reload.ts";
import { aHome } from "./home.ts";
import { type AnyShell, shells } from "./shells.ts";

/** Larger than any that Linux gives. */
const nobody = "99999999";

/** `reload DELAY` says so where it is not alone. Who takes longer to remove something acts on what it saw long before. */
const script = `${holding}
delay=$1
rm() { sleep "$delay"; command rm "$@"; }
alone
mkdir inside || echo "$$ is not alone" >>beside
sleep 0.4
rmdir inside 2>/dev/null
release
`;

async function reload({ argv: [program, ...args] }: AnyShell, delay: string, cwd: string): Promise<number | null> {
  const child = spawn(program, [...args, "-c", script, "reload", delay], { cwd, stdio: "ignore" });
  await once(child, "exit");
  return child.exitCode;
}

it.each(shells)("one script reloads at a time, though all see at once that the one before is dead: $name", async (shell) => {
  using home = aHome();
  symlinkSync(nobody, join(home.directory, "reloading"));
  const codes = await Promise.all(["0.1", "0.3", "0.5"].map((delay) => reload(shell, delay, home.directory)));
  expect(codes).toEqual([0, 0, 0]);
  expect(readdirSync(home.directory)).toEqual([]);
});
