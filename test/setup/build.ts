import { execFile } from "node:child_process";
import { chmod, cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");

/**
 * ssh2 contains code by emscripten that reads __dirname as it is loaded, and bundles that are modules have none. Bundles in the
 * other format are no way out: import.meta, which the toolkit uses, is only in modules.
 */
const shim = "globalThis.__dirname ??= import.meta.dirname;\n";

interface Bundle {
  readonly name: string;
  readonly entry: string;
  /** Can be started by its name. */
  readonly program?: true;
}

const bundles: readonly Bundle[] = [
  { name: "main", entry: "lib/action/main.js" },
  { name: "post", entry: "lib/action/post.js" },
  { name: "history", entry: "lib/action/history.js" },
  { name: "cli", entry: "lib/cli/main.js", program: true },
];

const [, , target = join(root, "dist")] = process.argv;
await rm(join(root, "lib"), { recursive: true, force: true });
// ncc cannot work with TypeScript 7, so it is given JavaScript.
await run("tsc", ["-p", "tsconfig.build.json"], { cwd: root });
await Promise.all(bundles.map(bundle));
await rm(target, { recursive: true, force: true });
await cp(join(root, "lib/dist"), target, { recursive: true });

async function bundle({ name, entry, program }: Bundle): Promise<void> {
  const to = join(root, "lib/dist", name);
  await run("ncc", ["build", entry, "--out", to, "--minify", "--license", "licenses.txt", "--no-cache"], { cwd: root });
  const file = join(to, "index.js");
  const code = `${shim}${await readFile(file, "utf8")}`;
  if (program) await writeProgram(to, code);
  else await writeFile(file, code);
  // Only for Pageant, an agent on Windows.
  await rm(join(to, "pagent.exe"), { force: true });
}

/** Loading is a large part of a short command, and Node can keep what it compiled: but only for what is imported after it was told to. */
async function writeProgram(to: string, code: string): Promise<void> {
  const start = 'import module from "node:module";\nmodule.enableCompileCache?.();\nawait import("./landfall.js");\n';
  await writeFile(join(to, "landfall.js"), code);
  await writeFile(join(to, "index.js"), `#!/usr/bin/env node\n${start}`);
  await chmod(join(to, "index.js"), 0o755);
}
