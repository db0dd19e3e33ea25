import { access } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.ts";

const VERSION = "2026.9.0";
const folder = join(import.meta.dirname, "../../.cache", `bitwarden-cli-${VERSION}`);

/** Makes sure of Bitwarden's own command line, beside the project's packages; resolves to the folder it is in. */
export async function installBitwarden(): Promise<string> {
  // npm writes it when everything else is there.
  const whole = await access(join(folder, "node_modules/.package-lock.json")).then(
    () => true,
    () => false,
  );
  const quiet = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--loglevel=error"];
  if (!whole) await run("npm", ["install", ...quiet, "--prefix", folder, `@bitwarden/cli@${VERSION}`]);
  return folder;
}
