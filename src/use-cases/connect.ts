import { homedir, userInfo } from "node:os";
import type { Config, SshSettings } from "../core/config/config.ts";
import { parseKnownHosts, standardSshPort } from "../core/host/known-hosts.ts";
import type { Forward } from "../core/plan/plan.ts";
import type { Secrets } from "../core/shell/secret.ts";
import { HostKeys } from "../engine/ssh/host-keys.ts";
import { readKnownHosts, rememberHostKey } from "../engine/ssh/identity.ts";
import { readLogins } from "../engine/ssh/logins.ts";
import { type SshPool, sshPool } from "../engine/ssh/pool.ts";
import type { Request } from "./request.ts";

/** Ready to connect to any server of the config; connects to none yet. @param note tells what happened beside */
export async function openPool(
  { ssh }: Pick<Config, "ssh">,
  secrets: Secrets,
  { env, ssh: request }: Request,
  note: (text: string) => void,
): Promise<SshPool> {
  const home = env.HOME ?? homedir();
  const { keys, passphrase, knownHosts, fingerprints, hostKeys: mode } = request;
  const login = await readLogins(ssh, { home, agentSocket: env.SSH_AUTH_SOCK, keys, passphrase, secrets });
  const known = knownHosts === undefined ? await readKnownHosts(home) : parseKnownHosts(knownHosts);
  const onNewKey = async (line: string): Promise<void> => {
    note(`Accepted a new server's key; to pin it, add this line to the known hosts: ${line}`);
    if (knownHosts === undefined) await rememberHostKey(line, home);
  };
  return sshPool({
    login,
    hostKeys: new HostKeys({ mode, known, fingerprints, onNewKey }),
    maxConcurrentStarts: ssh.maxConcurrentStarts,
    note: (text) => note(`warning: ${text}`),
  });
}

/** As Kamal goes to a builder: by the user's own ssh config, and not by what deploy.yml says of the way to servers. */
export const sshAs = (
  { ssh }: Pick<Config, "ssh">,
  { user = userInfo().username, port = standardSshPort }: NonNullable<Forward["login"]>,
): SshSettings => ({ ...ssh, user, port, proxy: undefined, proxyCommand: undefined, config: true });
