import { readdir, readFile, realpath, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { InvalidInput } from "../core/config/problem.ts";
import type { SourceFile } from "../core/config/source.ts";
import { readTextFile } from "./text-file.ts";

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
 * @throws InvalidInput when there is no deploy.yml, or a file of YAML cannot be read; Error when hooks cannot be
 */
export async function readLegacyFiles(cwd: string, configFile: string): Promise<LegacyFiles> {
  const beside = dirname(configFile);
  const [base, besides, root, kamal, hooks] = await Promise.all([
    readTextFile(cwd, configFile),
    list(cwd, beside),
    list(cwd, "."),
    list(cwd, ".kamal"),
    Promise.all([".kamal/hooks", ".mrsk/hooks"].map((directory) => readHooks(cwd, directory))),
  ]);
  if (base === undefined) throw missing(cwd, configFile);
  const paths = besides.filter((name) => isDestination(name, configFile)).map((name) => join(beside, name));
  const destinations = await Promise.all(paths.map(async (path) => ({ path, text: (await readTextFile(cwd, path)) ?? "" })));
  return {
    base: { path: configFile, text: base },
    destinations,
    hooks: hooks.flat(),
    envFiles: root.filter((name) => /^\.env(\.[\w-]+)*$/.test(name) && !/\.(sample|example|template)$/.test(name)),
    secretsFile: kamal.some((name) => /^secrets([-.].*)?$/.test(name)),
  };
}

/** Such as `deploy.eu.yml` beside `deploy.yml`. */
function isDestination(name: string, configFile: string): boolean {
  const base = basename(configFile);
  return name !== base && name.startsWith(`${basename(base, extname(base))}.`) && name.endsWith(".yml");
}

/** Replaces a file as a whole, so that it is never half written; a symbolic link stays one. */
export async function replaceFile(cwd: string, { path, text }: SourceFile): Promise<void> {
  const file = await realpath(resolve(cwd, path));
  const { mode } = await stat(file);
  await writeFile(`${file}.landfall`, text, { mode });
  await rename(`${file}.landfall`, file);
}

async function readHooks(cwd: string, directory: string): Promise<readonly SourceFile[]> {
  const names = (await list(cwd, directory)).filter((name) => !name.endsWith(".sample"));
  const files = await Promise.all(names.map((name) => readHook(cwd, join(directory, name))));
  return files.flatMap((file) => file ?? []);
}

/** A hook may be any program, not only text in UTF-8; what is a directory is none. */
async function readHook(cwd: string, path: string): Promise<SourceFile | undefined> {
  try {
    return { path, text: await readFile(resolve(cwd, path), "utf8") };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

async function list(cwd: string, directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(resolve(cwd, directory))).sort();
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** Nothing of the kind is there: nothing at all, or a directory where a file was looked for, or the other way round. */
const isAbsent = (error: unknown): boolean =>
  error instanceof Error && "code" in error && ["ENOENT", "EISDIR", "ENOTDIR"].includes(String(error.code));

const missing = (cwd: string, file: string): InvalidInput =>
  new InvalidInput([
    {
      ...{ file, line: 1, column: 1, path: "", message: "there is no such file", absent: "base" },
      hint: `Looked for ${resolve(cwd, file)}. Is this the project's directory? Another file: --config-file.`,
    },
  ]);
