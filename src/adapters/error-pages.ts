import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LocalFile } from "../core/commands/upload.ts";
import { Secret } from "../core/shell/secret.ts";

/** The pages for errors in a directory, 4xx.html and 5xx.html by their codes; none where there is no such directory. */
export async function readErrorPages(directory: string): Promise<readonly LocalFile[]> {
  const names = await readdir(directory).catch((): string[] => []);
  const pages = names.filter((name) => /^[45]..\.html$/.test(name)).sort();
  return Promise.all(pages.map(async (name) => ({ name, content: await contentOf(join(directory, name)) })));
}

const contentOf = async (path: string): Promise<Secret> => new Secret(`contents of ${path}`, await readFile(path, "base64"));
