import { connect } from "node:net";
import { docker, lines } from "./command.ts";
import { labelled, ownedName } from "./label.ts";
import { assertIsHere, type Network } from "./network.ts";

/** A computer of the lab: a container with its own sshd, at an address that stays the same. */
export interface Machine {
  readonly name: string;
  readonly address: string;
  /** The lab's number for it: the last byte of its addresses. */
  readonly number: number;
  /** "type key", as in known_hosts after the name. */
  readonly hostKeys: readonly string[];
  /** Runs a shell command in the user's home, past sshd, and returns what it printed. Rejects with its error text when it fails. */
  exec(command: string, options?: { readonly user?: "root" | "deploy" }): Promise<string>;
  /** Pulls the plug: everything in it dies at once. */
  stop(): Promise<void>;
  /** Boots it after a stop; resolves when it answers. */
  start(): Promise<void>;
  /** Freezes every process in it: connections stay open and nothing answers. */
  pause(): Promise<void>;
  unpause(): Promise<void>;
  /** Unplugs its network cable: packets to and from it are lost. */
  cut(): Promise<void>;
  /** Plugs it in again, at the same address; resolves when it answers. */
  heal(): Promise<void>;
}

export interface MachineOptions {
  readonly lab: string;
  readonly name: string;
  readonly number: number;
  readonly network: Network;
  readonly image: string;
  readonly publicKey: string;
  /** More of `docker run`. */
  readonly run?: readonly string[];
}

const HOME = { root: "/root", deploy: "/home/deploy" } as const;

export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { lab, name, number, network, image, publicKey, run = [] } = options;
  const container = ownedName(lab, name);
  const address = network.address(number);
  const place = ["--network", network.name, "--ip", address, "--hostname", name];
  const env = ["--env", `AUTHORIZED_KEY=${publicKey}`, "--env", `TRUSTED_REGISTRIES=${network.subnet}`];
  // As on any computer, /run is empty after a power cut: left over in it, process ids and container states keep an engine from starting.
  await docker([
    "run",
    "--detach",
    "--init",
    "--tmpfs",
    "/run",
    "--name",
    container,
    ...labelled(lab),
    ...place,
    ...env,
    ...run,
    image,
  ]);

  const exec: Machine["exec"] = (command, { user = "root" } = {}) =>
    docker(["exec", "--user", user, "--workdir", HOME[user], container, "sh", "-c", command]);
  const ready = async () => {
    await docker(["exec", container, "ready.sh"]);
    assertIsHere(network);
    await answersSsh(address);
  };
  await ready();
  const hostKeys = lines(await exec("cut -d ' ' -f 1,2 /etc/ssh/ssh_host_*_key.pub"));

  return {
    name,
    address,
    number,
    hostKeys,
    exec,
    stop: () => silently(["kill", container]),
    start: () => silently(["start", container]).then(ready),
    pause: () => silently(["pause", container]),
    unpause: () => silently(["unpause", container]),
    cut: () => silently(["network", "disconnect", network.name, container]),
    heal: () => silently(["network", "connect", "--ip", address, network.name, container]).then(ready),
  };
}

async function silently(args: readonly string[]): Promise<void> {
  await docker(args);
}

/** Resolves when sshd says its name within 5 s. */
function answersSsh(address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port: 22, timeout: 5000 });
    const fail = (cause: string) => reject(new Error(`The lab's machine ${address} does not answer on port 22: ${cause}`));
    socket.once("data", (greeting) => (greeting.toString().startsWith("SSH-2.0-") ? resolve() : fail(greeting.toString())));
    socket.once("data", () => socket.destroy());
    socket.once("timeout", () => fail("nothing heard for 5 s"));
    socket.once("error", (error) => fail(error.message));
    socket.once("timeout", () => socket.destroy());
  });
}
