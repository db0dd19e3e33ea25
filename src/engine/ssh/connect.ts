import { setTimeout } from "node:timers/promises";
import type { Connection } from "./connection.ts";
import { handshake, type Keepalive } from "./handshake.ts";
import { HungUp } from "./hang-up.ts";
import type { HostKeys } from "./host-keys.ts";
import type { Login } from "./login.ts";
import { type Dialler, openTransport } from "./transport.ts";
import { Unreachable } from "./unreachable.ts";

/** How long to wait for servers, in milliseconds. */
export interface Patience {
  /** From the first packet to the login. */
  readonly connect: number;
  readonly keepalive: Keepalive;
  /** From the login to a shell that answers: the user's startup files run in between. */
  readonly shell: number;
  /** How often to try a server that hangs up before the login. */
  readonly tries: number;
  /** Before the second try; it doubles with each, and varies by half so that hosts do not return together. */
  readonly pause: number;
}

/** Kamal asks every 30 s whether the server is there; ssh gives up after three questions without an answer. */
export const usualPatience: Patience = {
  ...{ connect: 15_000, keepalive: { interval: 30_000, count: 3 }, shell: 30_000, tries: 5, pause: 250 },
};

export interface Access {
  readonly hostKeys: HostKeys;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  /** Opens, or finds open, the connection to a jump host. */
  jump(login: Login): Promise<Dialler>;
}

/** Connects to a server and logs in. @throws Unreachable, AuthenticationFailed, another of the failures in this directory, or the signal's reason */
export const connect = async (login: Login, access: Access): Promise<Connection> => {
  const { patience, signal } = access;
  for (let tries = 1; tries < patience.tries; tries += 1) {
    const connection = await tryToConnect(login, access).catch(unlessPassing);
    if (connection) return connection;
    await pause(patience.pause * 2 ** (tries - 1), signal);
  }
  return tryToConnect(login, access).catch((error) => {
    throw error instanceof HungUp ? new Unreachable(login, { kind: "dropped", tries: patience.tries }, error) : error;
  });
};

const unlessPassing = (error: unknown): undefined => {
  if (error instanceof HungUp || (error instanceof Unreachable && error.obstacle.kind === "name server")) return undefined;
  throw error;
};

const tryToConnect = async (login: Login, { hostKeys, patience, signal, jump }: Access): Promise<Connection> => {
  const jumpHost = login.via.kind === "jump" ? await jump(login.via.login) : undefined;
  const deadline = AbortSignal.timeout(patience.connect);
  const either = AbortSignal.any([signal, deadline]);
  let stage: "connect" | "handshake" = "connect";
  try {
    const transport = await openTransport(login, jumpHost, either);
    stage = "handshake";
    return await handshake(login, transport, { hostKeys, keepalive: patience.keepalive, signal: either });
  } catch (error) {
    if (error !== deadline.reason) throw error;
    throw new Unreachable(login, { kind: "silent", stage, seconds: patience.connect / 1000 }, error);
  }
};

const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await setTimeout(milliseconds * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
};
