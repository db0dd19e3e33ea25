import { type Access, grantAccess } from "./access.ts";
import { trustRegistries } from "./engine.ts";
import { ensureImages, images } from "./image.ts";
import { createKey, labFolder, type SshKey } from "./key.ts";
import { type Machine, startMachine } from "./machine.ts";
import { createNetwork, type Network } from "./network.ts";
import { type Registry, startRegistry } from "./registry.ts";
import { type Relay, startRelay } from "./relay.ts";
import { type Server, startServer } from "./server.ts";
import { removeLab } from "./sweep.ts";

export interface LabOptions {
  /** Lower case letters, digits and dashes. A lab of this name that a crash left behind is removed first. */
  readonly name: string;
  readonly servers?: number;
  readonly registry?: boolean;
  /** A machine with sshd that reaches the servers, for ProxyJump. */
  readonly jump?: boolean;
  /** A machine with sshd and no Docker. */
  readonly bare?: boolean;
}

/** Servers in a box: real sshd and a real Docker engine each, on this machine alone. */
export interface Lab extends Access, AsyncDisposable {
  readonly name: string;
  readonly servers: readonly Server[];
  /** Counted from 0; throws where the lab has none. */
  server(index: number): Server;
  readonly registry: Registry;
  readonly jump: Machine;
  readonly bare: Machine;
  readonly sshKey: SshKey;
  /** The lab's own files; gone with it, so a test may put its own here. */
  readonly folder: string;
  /** Python and a shell: the build argument BASE of examples/app. */
  readonly appBase: string;
  /** Puts a server farther away: a relay on the loopback interface that takes `oneWayMs` in each direction. */
  delay(machine: Machine, oneWayMs: number): Promise<Relay>;
  /** Leaves nothing of the lab on this machine. */
  down(): Promise<void>;
}

const REGISTRY = 2;
const JUMP = 3;
const BARE = 4;
const FIRST_SERVER = 11;

/** Starts a lab; resolves when everything in it answers. Warm it takes seconds; the first one of a machine builds the images. */
export async function startLab(options: LabOptions): Promise<Lab> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(options.name))
    throw new Error(`"${options.name}" is no name for a lab: use a-z, 0-9 and dashes`);
  await Promise.all([ensureImages(), removeLab(options.name)]);
  try {
    return await start(options);
  } catch (error) {
    await removeLab(options.name);
    throw error;
  }
}

async function start(options: LabOptions): Promise<Lab> {
  const { name } = options;
  const [network, sshKey] = await Promise.all([createNetwork(name), createKey(name)]);
  const machine = (kind: string, number: number) => ({ lab: name, name: kind, number, network, publicKey: sshKey.publicKey });
  const bare = (kind: string, number: number) => startMachine({ ...machine(kind, number), image: images.bare });
  const booting = {
    servers: Array.from({ length: options.servers ?? 1 }, (_, i) => startServer(machine(`server-${i + 1}`, FIRST_SERVER + i))),
    registry: options.registry ? startRegistry(name, network, REGISTRY) : undefined,
    jump: options.jump ? bare("jump", JUMP) : undefined,
    bare: options.bare ? bare("bare", BARE) : undefined,
    trust: options.registry ? trustRegistries(network.subnet) : undefined,
  };
  // All of them end before the first failure is told: what still starts could not be swept.
  await Promise.allSettled(Object.values(booting).flat());
  const [servers, registry, jump, bareMachine] = await Promise.all([
    Promise.all(booting.servers),
    booting.registry,
    booting.jump,
    booting.bare,
    booting.trust,
  ]);
  return assemble({ name, network, sshKey, servers, registry, jump, bare: bareMachine });
}

interface Parts {
  readonly name: string;
  readonly network: Network;
  readonly sshKey: SshKey;
  readonly servers: readonly Server[];
  readonly registry: Registry | undefined;
  readonly jump: Machine | undefined;
  readonly bare: Machine | undefined;
}

async function assemble({ name, network, sshKey, servers, registry, jump, bare }: Parts): Promise<Lab> {
  const machines = [jump, bare, ...servers].filter((machine) => machine !== undefined);
  const access = await grantAccess(labFolder(name), { network, sshKey, machines });
  const relays: Relay[] = [];
  const down = async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await removeLab(name);
  };
  return {
    name,
    servers,
    server: (index) => present(servers[index], `server ${index}`),
    get registry() {
      return present(registry, "registry");
    },
    get jump() {
      return present(jump, "jump host");
    },
    get bare() {
      return present(bare, "bare machine");
    },
    sshKey,
    ...access,
    folder: labFolder(name),
    appBase: images.appBase,
    delay: async (machine, oneWayMs) => {
      const relay = await startRelay(network.relayAddress(machine.number), machine.address, oneWayMs);
      relays.push(relay);
      return relay;
    },
    down,
    [Symbol.asyncDispose]: down,
  };
}

function present<Part>(part: Part | undefined, name: string): Part {
  if (part === undefined) throw new Error(`This lab was started without a ${name}`);
  return part;
}
