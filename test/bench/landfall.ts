import type { Turn } from "./turn.ts";

/** The whole process, from its start to its end. */
export async function deployByLandfall({ project }: Turn): Promise<void> {
  const { exitCode, stderr } = await project.landfall("deploy");
  if (exitCode !== 0) throw new Error(`landfall deploy exited with ${exitCode}: ${stderr}`);
}
