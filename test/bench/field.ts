import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Lab } from "../lab/lab.ts";
import { RELAY_SSH_PORT } from "../lab/relay.ts";
import type { Server } from "../lab/server.ts";
import type { Case } from "./case.ts";
import type { Ground } from "./ground.ts";

/** A server as contenders reach it. */
export interface Target {
  readonly server: Server;
  readonly host: string;
}

/** The ground as one case has it. */
export interface Field extends Ground {
  readonly targets: readonly Target[];
  /** Path of what OpenSSH has to know. */
  readonly sshConfig: string;
}

/** Fields, with servers that are put away once for all the cases in which they are far. */
export function fieldsOf(ground: Ground): (on: Case) => Promise<Field> {
  const { lab, project } = ground;
  const far = new Map<Server, string>();
  return async ({ servers, roundTripMs }) => {
    const targets: Target[] = [];
    for (const server of lab.servers.slice(0, servers)) {
      if (roundTripMs > 0 && !far.has(server)) far.set(server, (await lab.delay(server, roundTripMs / 2)).host);
      targets.push({ server, host: roundTripMs > 0 ? (far.get(server) ?? "") : server.address });
    }
    const port = roundTripMs > 0 ? RELAY_SSH_PORT : 22;
    const ssh = { keys: [lab.sshKey.path], config: false, port };
    await project.configure({ servers: targets.map(({ host }) => host), ssh });
    return { ...ground, targets, sshConfig: await writeSshConfig(lab, port) };
  };
}

async function writeSshConfig(lab: Lab, port: number): Promise<string> {
  const file = join(lab.folder, "ssh_config");
  const settings = {
    User: "root",
    Port: port,
    IdentityFile: lab.sshKey.path,
    UserKnownHostsFile: lab.knownHostsPath,
    StrictHostKeyChecking: "yes",
    BatchMode: "yes",
  };
  await writeFile(
    file,
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(""),
  );
  return file;
}
