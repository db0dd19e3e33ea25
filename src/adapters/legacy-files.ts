import { readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { InvalidInput } from "../core/config/problem.ts";
import type { SourceFile } from "../core/config/source.ts";

export interface LegacyFiles {
  readonly base: SourceFile;
  readonly destinations: readonly SourceFile[];
  readonly hooks: readonly SourceFile[];
  /** Files of secrets that MRSK and Kamal 1 read, and their templates. */
  readonly envFiles: readonly string[];
  /** Whether there is a file of secrets that Kamal 2 reads. */
  readonly secretsFile: boolean;
}

/**
 * Reads what a migration looks at: deploy.yml, the files of all destinations, and hooks.
 * @throws InvalidInput when there is no deploy.yml
 */
export async function readLegacyFiles(cwd: string, configFile: string): Promise<LegacyFiles> {
  const beside = dirname(configFile);
  const stem = basename(configFile, extname(configFile));
  const isDestination = (name: string): boolean =>
    name.startsWith(`${stem}.`) && name.endsWith(".yml") && name !== basename(configFile);
  const [base, besides, root, kamal, hooks] = await Promise.all([
    read(cwd, configFile),
    list(cwd, beside),
    list(cwd, "."),
    list(cwd, ".kamal"),
    Promise.all([".kamal/hooks", ".mrsk/hooks"].map((directory) => readHooks(cwd, directory))),
  ]);
  if (base === undefined) throw missing(cwd, configFile);
  const destinations = await Promise.all(besides.filter(isDestination).map((name) => read(cwd, join(beside, name))));
  return {
    base,
    destinations: destinations.flatMap((file) => file ?? []),
    hooks: hooks.flat(),
    envFiles: root.filter((name) => /^\.env(\.[\w-]+)*$/.test(name) && !/\.(sample|example|template)$/.test(name)),
    secretsFile: kamal.some((name) => /^secrets([-.].*)?$/.test(name)),
  };
}

/** Replaces a file as a whole, so that it is never half written. */
export async function replaceFile(cwd: string, { path, text }: SourceFile): Promise<void> {
  const file = resolve(cwd, path);
  const { mode } = await stat(file);
  await writeFile(`${file}.landfall`, text, { mode });
  await rename(`${file}.landfall`, file);
}

async function readHooks(cwd: string, directory: string): Promise<readonly SourceFile[]> {
  const names = (await list(cwd, directory)).filter((name) => !name.endsWith(".sample"));
  const files = await Promise.all(names.map((name) => read(cwd, join(directory, name))));
  return files.flatMap((file) => file ?? []);
}

async function read(cwd: string, path: string): Promise<SourceFile | undefined> {
  try {
    return { path, text: await readFile(resolve(cwd, path), "utf8") };
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "EISDIR")) return undefined;
    throw error;
  }
}

const list = async (cwd: string, directory: string): Promise<readonly string[]> =>
  (await readdir(resolve(cwd, directory)).catch(() => [])).sort();

const missing = (cwd: string, file: string): InvalidInput =>
  new InvalidInput([
    {
      ...{ file, line: 1, column: 1, path: "", message: "there is no such file" },
      hint: `Looked for ${resolve(cwd, file)}. Is this the project's directory? Another file: --config-file.`,
    },
  ]);
