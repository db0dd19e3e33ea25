import { once } from "node:events";
import { createConnection } from "node:net";
import type { Duplex } from "node:stream";
import { HungUp, isHangUp } from "./hang-up.ts";
import { type Login, loginName, type Via } from "./login.ts";
import { ProxyCommand } from "./proxy-command.ts";
import { networkObstacle, Unreachable } from "./unreachable.ts";

/** A stream that ends at a server's sshd. */
export interface Transport {
  readonly stream: Duplex;
  /** The server's address, when it was dialled from here. */
  readonly ip: string | undefined;
}

/** Whoever can open a connection from where it is: a jump host. */
export interface Dialler {
  dial(address: string, port: number): Promise<Duplex>;
}

/** Throws Unreachable, HungUp, or the reason of the signal. */
export const openTransport = (login: Login, jump: Dialler | undefined, signal: AbortSignal): Promise<Transport> => {
  if (jump) return dialThrough(jump, login, signal);
  if (login.via.kind === "command") return startCommand(login, login.via);
  return dialDirectly(login, signal);
};

const dialDirectly = async (login: Login, signal: AbortSignal): Promise<Transport> => {
  const socket = createConnection({ host: bareAddress(login.address), port: login.port, noDelay: true });
  try {
    await once(socket, "connect", { signal });
    return { stream: socket, ip: socket.remoteAddress };
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    throw isHangUp(error) ? new HungUp(error.message) : new Unreachable(login, networkObstacle(error), error);
  }
};

const dialThrough = async (jump: Dialler, login: Login, signal: AbortSignal): Promise<Transport> => {
  const name = login.via.kind === "jump" ? loginName(login.via.login) : "";
  const dialled = jump.dial(bareAddress(login.address), login.port).catch((error) => {
    throw new Unreachable(login, { kind: "jump host", jump: name, detail: error.message }, error);
  });
  const stream = await Promise.race([dialled, aborted(signal)]).catch((error) => {
    dialled.then((late) => late.destroy()).catch(() => undefined);
    throw error;
  });
  return { stream, ip: undefined };
};

const startCommand = async (login: Login, { command }: Extract<Via, { kind: "command" }>): Promise<Transport> => {
  const stream = new ProxyCommand(command, (detail) => new Unreachable(login, { kind: "proxy command", detail }));
  return { stream, ip: undefined };
};

const aborted = async (signal: AbortSignal): Promise<never> => {
  if (!signal.aborted) await once(signal, "abort");
  throw signal.reason;
};

/** IPv6 addresses are written in brackets where a port may follow. */
const bareAddress = (address: string): string => address.replace(/^\[(.*)\]$/, "$1");
