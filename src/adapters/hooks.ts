import { access } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type HookName, type Hooks, hookNames } from "../core/config/hooks.ts";

/** The hooks that stand in a project's directory of hooks. */
export async function readHooks(directory: string, hooksPath: string): Promise<Hooks> {
  const found = await Promise.all(hookNames.map((name) => present(resolve(directory, join(hooksPath, name)), name)));
  return { directory, paths: new Map(found.flat()) };
}

async function present(path: string, name: HookName): Promise<(readonly [HookName, string])[]> {
  try {
    await access(path);
    return [[name, path]];
  } catch {
    return [];
  }
}
