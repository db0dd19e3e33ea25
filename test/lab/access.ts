import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SshKey } from "./key.ts";
import type { Machine } from "./machine.ts";
import type { Network } from "./network.ts";
import { RELAY_SSH_PORT } from "./relay.ts";

/** What it takes to log in to the lab's machines with OpenSSH. */
export interface Access {
  /** known_hosts of all machines, of their relays too. */
  readonly knownHosts: string;
  readonly knownHostsPath: string;
  /** What stands between `ssh` and the command, strict about host keys. */
  sshArguments(machine: Machine, options?: { readonly user?: "root" | "deploy"; readonly through?: Machine }): readonly string[];
}

interface Door {
  readonly network: Network;
  readonly sshKey: SshKey;
  readonly machines: readonly Machine[];
}

/** Writes known_hosts into the folder. */
export async function grantAccess(folder: string, { network, sshKey, machines }: Door): Promise<Access> {
  const knownHosts = machines.map((machine) => linesOf(machine, network)).join("");
  const knownHostsPath = join(folder, "known_hosts");
  await writeFile(knownHostsPath, knownHosts);
  const settings = {
    UserKnownHostsFile: knownHostsPath,
    StrictHostKeyChecking: "yes",
    BatchMode: "yes",
    IdentityFile: sshKey.path,
  };
  const strict = ["-F", "none", ...Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`])];
  return {
    knownHosts,
    knownHostsPath,
    sshArguments: (machine, { user = "root", through } = {}) => [
      ...strict,
      ...(through ? ["-o", `ProxyCommand=ssh ${strict.join(" ")} -W %h:%p deploy@${through.address}`] : []),
      `${user}@${machine.address}`,
    ],
  };
}

function linesOf({ address, number, hostKeys }: Machine, network: Network): string {
  const names = `${address},[${network.relayAddress(number)}]:${RELAY_SSH_PORT}`;
  return hostKeys.map((key) => `${names} ${key}\n`).join("");
}
