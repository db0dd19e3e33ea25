import { homedir } from "node:os";
import type { Config } from "../core/config/config.ts";
import { parseKnownHosts } from "../core/host/known-hosts.ts";
import type { Secrets } from "../core/shell/secret.ts";
import { HostKeys } from "../engine/ssh/host-keys.ts";
import { readKnownHosts, rememberHostKey } from "../engine/ssh/identity.ts";
import { readLogins } from "../engine/ssh/logins.ts";
import { type SshPool, sshPool } from "../engine/ssh/pool.ts";
import type { Request } from "./request.ts";

/** Ready to connect to any server of the config; connects to none yet. @param note tells what happened beside */
export async function openPool(
  { ssh }: Config,
  secrets: Secrets,
  { env, ssh: request }: Request,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<SshPool> {
  const home = env.HOME ?? homedir();
  const { keys, passphrase, knownHosts, hostKeys: mode } = request;
  const login = await readLogins(ssh, { home, agentSocket: env.SSH_AUTH_SOCK, keys, passphrase, secrets });
  const known = knownHosts === undefined ? await readKnownHosts(home) : parseKnownHosts(knownHosts);
  const onNewKey = async (line: string): Promise<void> => {
    note(`Accepted a new server's key; to pin it, add this line to the known hosts: ${line}`);
    if (knownHosts === undefined) await rememberHostKey(line, home);
  };
  return sshPool({
    login,
    hostKeys: new HostKeys({ mode, known, onNewKey }),
    maxConcurrentStarts: ssh.maxConcurrentStarts,
    signal,
  });
}
