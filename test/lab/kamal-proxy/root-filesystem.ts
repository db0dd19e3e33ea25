import { chmod, copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "../command.ts";

/** Of those that kamal-proxy's image has from Ubuntu, the ones that are used in it. */
const TOOLS = ["/bin/sh", "/bin/bash", "/bin/cat", "/bin/ls", "/usr/bin/head", "/usr/bin/timeout"];
const USER = "kamal-proxy:x:1001:1001::/home/kamal-proxy:/bin/sh";

/** Lays out in `context/root` and `context/home` what Node needs to run: itself, the libraries it links to, a user. */
export async function layOutRoot(context: string): Promise<void> {
  const root = join(context, "root");
  const libraries = await linkedLibraries([process.execPath, ...TOOLS]);
  await copy(process.execPath, join(root, "usr/local/bin/node"));
  for (const file of [...TOOLS, ...libraries]) await copy(file, join(root, file));
  await mkdir(join(root, "etc"), { recursive: true });
  await writeFile(join(root, "etc/passwd"), `root:x:0:0:root:/root:/bin/sh\n${USER}\n`);
  await writeFile(join(root, "etc/group"), "root:x:0:\nkamal-proxy:x:1001:\n");
  await mkdir(join(root, "tmp"));
  await chmod(join(root, "tmp"), 0o1777);
  await mkdir(join(context, "home/kamal-proxy/.config/kamal-proxy"), { recursive: true });
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

async function linkedLibraries(programs: readonly string[]): Promise<string[]> {
  const listed = await Promise.all(programs.map((program) => run("ldd", [program])));
  return [...new Set(listed.flatMap((text) => [...text.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path ?? "")))];
}
