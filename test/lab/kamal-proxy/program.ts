import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join, relative } from "node:path";

const PROGRAM = join(import.meta.dirname, "proxy");
const MAIN = "command/kamal-proxy.js";

/** The source files of the proxy, in a fixed order. */
export async function programFiles(): Promise<string[]> {
  const names = await readdir(PROGRAM, { recursive: true });
  return names
    .filter((name) => name.endsWith(".ts"))
    .sort()
    .map((name) => join(PROGRAM, name));
}

/** Installs the proxy as plain JavaScript below a prefix, as `bin/kamal-proxy`: a command then starts in half the time. */
export async function installProgram(prefix: string): Promise<void> {
  const library = join(prefix, "lib/kamal-proxy");
  for (const file of await programFiles()) {
    const installed = join(library, relative(PROGRAM, file).replace(/\.ts$/, ".js"));
    await mkdir(dirname(installed), { recursive: true });
    await writeFile(installed, javaScript(await readFile(file, "utf8")), { mode: 0o755 });
  }
  await writeFile(join(library, "package.json"), '{ "type": "module" }\n');
  await mkdir(join(prefix, "bin"), { recursive: true });
  await symlink(`../lib/kamal-proxy/${MAIN}`, join(prefix, "bin/kamal-proxy"));
}

function javaScript(source: string): string {
  return stripTypeScriptTypes(source)
    .replace(/^#!.*/, "#!/usr/local/bin/node")
    .replace(/(from |import\()"(\.[^"]*)\.ts"/g, '$1"$2.js"');
}
