import { randomBytes } from "node:crypto";
import { lstat, readdir } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

/** The process that a clone belongs to stands in its name, and the machine, as containers may share a directory but not their processes. */
const prefix = `landfall-clone-${hostname()}-`;

/** A path for a clone, where nothing is yet. */
export const newClone = (): string => join(tmpdir(), `${prefix}${process.pid}-${randomBytes(8).toString("hex")}`);

/** This user's clones whose processes were killed before they could remove them. */
export async function abandonedClones(): Promise<string[]> {
  const names = await readdir(tmpdir());
  const abandoned = names.filter((name) => name.startsWith(prefix) && !isAlive(Number.parseInt(name.slice(prefix.length), 10)));
  const paths = await Promise.all(abandoned.map((name) => ifMine(join(tmpdir(), name))));
  return paths.flatMap((path) => path ?? []);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

async function ifMine(path: string): Promise<string | undefined> {
  const owner = await lstat(path).then(
    ({ uid }) => uid,
    () => undefined,
  );
  return owner === process.getuid?.() ? path : undefined;
}
