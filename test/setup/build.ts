import { execFile } from "node:child_process";
import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");

/**
 * ssh2 contains code by emscripten that reads __dirname as it is loaded, and bundles that are modules have none. Bundles in the
 * other format are no way out: @actions/cache contains code that needs import.meta.
 */
const shim = "globalThis.__dirname ??= import.meta.dirname;\n";

interface Bundle {
  readonly entry: string;
  readonly to: string;
  /** Can be started by its name. */
  readonly program?: true;
}

const bundles: readonly Bundle[] = [
  { entry: "lib/action/main.js", to: "dist/main" },
  { entry: "lib/action/post.js", to: "dist/post" },
  { entry: "lib/cli/main.js", to: "dist/cli", program: true },
];

await Promise.all(["lib", "dist"].map((directory) => rm(join(root, directory), { recursive: true, force: true })));
// ncc cannot work with TypeScript 7, so it is given JavaScript.
await run("tsc", ["-p", "tsconfig.build.json"], { cwd: root });
await Promise.all(bundles.map(bundle));

async function bundle({ entry, to, program }: Bundle): Promise<void> {
  await run("ncc", ["build", entry, "--out", to, "--minify", "--license", "licenses.txt", "--no-cache"], { cwd: root });
  const file = join(root, to, "index.js");
  await writeFile(file, `${program ? "#!/usr/bin/env node\n" : ""}${shim}${await readFile(file, "utf8")}`);
  if (program) await chmod(file, 0o755);
  // Only for Pageant, an agent on Windows; servers are deployed to from elsewhere too.
  await rm(join(root, to, "pagent.exe"), { force: true });
}
