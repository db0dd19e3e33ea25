import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { starterFiles } from "../core/init/starter.ts";

export interface Started {
  readonly created: readonly string[];
  /** Those that were there before. */
  readonly kept: readonly string[];
}

/** Give a project the files that it needs to be deployed. Those that are there stay as they are. */
export async function init(directory: string): Promise<Started> {
  const created: string[] = [];
  const kept: string[] = [];
  for (const { path, text, executable } of starterFiles(basename(directory))) {
    const made = await writeNew(join(directory, path), text, executable ? 0o755 : 0o644);
    (made ? created : kept).push(path);
  }
  return { created, kept };
}

async function writeNew(path: string, text: string, mode: number): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(path, text, { flag: "wx", mode });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}
