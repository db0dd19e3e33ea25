import { join } from "node:path";
import { run } from "../../lab/command.ts";
import type { Turn } from "../turn.ts";

const program = join(import.meta.dirname, "deploy.sh");

/** deploy.sh as a whole process, in the person's repository. */
export async function deployByScript({ lab, project, image, version, targets, sshConfig }: Turn): Promise<void> {
  const env = { ...project.env, IMAGE: image, VERSION: version, BASE: lab.appBase };
  const hosts = targets.map(({ host }) => host);
  await run("bash", ["-c", 'cd "$1" && shift && exec "$@"', "bash", project.directory, program, sshConfig, ...hosts], { env });
}
