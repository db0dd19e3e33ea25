import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whether buildx has a builder of this name. */
export async function builderExists(name: string): Promise<boolean> {
  try {
    await run("docker", ["buildx", "inspect", name]);
    return true;
  } catch {
    return false;
  }
}
