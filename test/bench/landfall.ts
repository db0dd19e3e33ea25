import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Turn } from "./turn.ts";

const root = join(import.meta.dirname, "../..");
const built = join(root, "dist/cli/index.js");

/** What a person would run as `landfall`. */
export const program = existsSync(built) ? built : join(root, "src/cli/main.ts");

/** The whole process, from its start to its end. */
export async function deployByLandfall({ project }: Turn): Promise<void> {
  const { exitCode, stderr } = await project.landfall("deploy");
  if (exitCode !== 0) throw new Error(`landfall deploy exited with ${exitCode}: ${stderr}`);
}
