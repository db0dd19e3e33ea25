import { mkdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./command.ts";

export interface SshKey {
  readonly path: string;
  readonly privateKey: string;
  /** One line, as in authorized_keys. */
  readonly publicKey: string;
}

/** The lab's own files on this machine: its key and its known_hosts. */
export function labFolder(lab: string): string {
  return join(tmpdir(), `landfall-lab-${lab}`);
}

/** Makes the key that every machine of the lab lets in, as root and as deploy. */
export async function createKey(lab: string): Promise<SshKey> {
  const folder = labFolder(lab);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  const path = join(folder, "id_ed25519");
  await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", `landfall-lab-${lab}`, "-f", path]);
  const [privateKey, publicKey] = await Promise.all([readFile(path, "utf8"), readFile(`${path}.pub`, "utf8")]);
  return { path, privateKey, publicKey: publicKey.trim() };
}
