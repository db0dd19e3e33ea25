import { randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { docker, runAsRoot } from "./command.ts";
import { labelled, ownedName } from "./label.ts";

/** Every lab has a /24 in here, so that one route can keep what is meant for a lab on this machine. */
const PREFIX = "10.213";

export interface Network {
  readonly name: string;
  /** The third byte of its addresses. */
  readonly number: number;
  readonly subnet: string;
  /** The address of the lab's machine with this number; 1 is this machine itself. */
  address(machine: number): string;
  /** Where on the loopback interface this machine's relay listens. */
  relayAddress(machine: number): string;
}

/** Makes the network of a lab. It is internal: a lab server reaches its lab and nothing else. */
export async function createNetwork(lab: string): Promise<Network> {
  await keepTrafficHere();
  for (let attempt = 0; ; attempt++) {
    const network = aNetwork(lab, randomInt(1, 255));
    try {
      await docker(["network", "create", ...labelled(lab), "--internal", "--subnet", network.subnet, network.name]);
      return network;
    } catch (error) {
      if (attempt === 20 || !String(error).includes("overlaps")) throw error;
    }
  }
}

function aNetwork(lab: string, number: number): Network {
  const address = (machine: number) => `${PREFIX}.${number}.${machine}`;
  return {
    name: ownedName(lab, "network"),
    number,
    subnet: `${PREFIX}.${number}.0/24`,
    address,
    relayAddress: (machine) => `127.213.${number}.${machine}`,
  };
}

/** A request to a lab that is gone fails at once: without this route it would leave the machine by the default one. */
async function keepTrafficHere(): Promise<void> {
  if (hasGuard()) return;
  const foreign = Object.entries(networkInterfaces()).find(
    ([name, addresses]) => !name.startsWith("br-") && addresses?.some(({ address }) => address.startsWith(`${PREFIX}.`)),
  );
  if (foreign)
    throw new Error(`The lab needs ${PREFIX}.0.0/16 for itself, and this machine's interface ${foreign[0]} has an address in it`);
  await runAsRoot(`ip route replace unreachable ${PREFIX}.0.0/16`);
}

export async function removeGuard(): Promise<void> {
  if (hasGuard()) await runAsRoot(`ip route del unreachable ${PREFIX}.0.0/16`);
}

function hasGuard(): boolean {
  const destination = PREFIX.split(".")
    .map((byte) => Number(byte).toString(16).padStart(2, "0"))
    .reverse()
    .join("");
  return readFileSync("/proc/net/route", "utf8").includes(`*\t0000${destination.toUpperCase()}\t`);
}

/** Throws unless this machine has its own interface in the lab's network: only then may a request be sent there. */
export function assertIsHere(network: Network): void {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  if (addresses.some(({ address }) => address === network.address(1))) return;
  throw new Error(
    `No interface of this machine has the address ${network.address(1)}: the lab's network ${network.name} is not up`,
  );
}
