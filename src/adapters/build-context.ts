import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { Refusal } from "../core/report/refusal.ts";

/** What Docker is given to read the directory, in seconds. */
const patience = 300;

/**
 * The files that a build in this directory can see, as its .dockerignore has them: Docker itself says so, in an archive.
 * @throws Refusal when Docker cannot say
 */
export async function filesInContext(directory: string): Promise<ReadonlySet<string>> {
  const build = spawn("docker", ["buildx", "build", "--file", "-", "--output", "type=tar,dest=-", "."], {
    ...{ cwd: directory, timeout: patience * 1000, killSignal: "SIGKILL" },
  });
  // GNU tar escapes what the locale cannot show.
  const list = spawn("tar", ["-tf", "-"], { env: { ...process.env, LC_ALL: "C.UTF-8" } });
  build.stdout.pipe(list.stdin.on("error", () => {}));
  build.stdin.on("error", () => {}).end("FROM scratch\nCOPY . /\n");
  const refuse = (reason: string): never => {
    throw new Refusal([`It cannot be found out what a build sees in ${directory}: ${reason}`]);
  };
  const said = Promise.all([text(list.stdout), text(build.stderr), once(build, "close"), once(list, "close")]);
  const [names, complaint, [failed], [unread]] = await said.catch((cause: unknown) => refuse(String(cause)));
  if (build.killed) refuse(`Docker had not said it after ${patience} s`);
  if (failed !== 0 || unread !== 0) refuse(complaint.trim());
  return new Set(names.split("\n").filter((name) => name !== ""));
}
