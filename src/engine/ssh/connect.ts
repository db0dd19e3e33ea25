import { backOff } from "./back-off.ts";
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
  /** Before the second try, see {@link backOff}. */
  readonly pause: number;
  /** For how long a server that was lost is looked for. */
  readonly comeback: number;
}

/**
 * A server that has not answered for half a minute is lost: the kernel's own patience is a quarter of an hour, and all that time the
 * others would wait. A migrating machine, or a network that finds another way, is back sooner.
 */
export const usualPatience: Patience = {
  ...{ connect: 15_000, keepalive: { interval: 5000, count: 5 }, shell: 30_000 },
  ...{ tries: 7, pause: 250, comeback: 15_000 },
};

export interface Access {
  readonly hostKeys: HostKeys;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  /** Opens, or finds open, the connection to a jump host. */
  jump(login: Login): Promise<Dialler>;
  /** Tells that it takes more than one try. */
  note(text: string): void;
}

/** Connects to a server and logs in. @throws Unreachable, AuthenticationFailed, another of the failures in this directory, or the signal's reason */
export const connect = async (login: Login, access: Access): Promise<Connection> => {
  const { patience, signal } = access;
  for (let tries = 1; tries < patience.tries; tries += 1) {
    const found = await tryToConnect(login, access).catch(passing);
    if (typeof found !== "string") return found;
    if (tries === 2) access.note(`${login.host}: ${found}; trying on`);
    await backOff(patience.pause, tries, signal);
  }
  return tryToConnect(login, access).catch((error) => {
    throw error instanceof HungUp ? new Unreachable(login, { kind: "dropped", tries: patience.tries }, error) : error;
  });
};

/** What passes by itself, in words. @throws all else */
const passing = (error: unknown): string => {
  if (error instanceof HungUp) return "it closes the connection before the login";
  if (error instanceof Unreachable && error.obstacle.kind === "name server") return "its name could not be looked up";
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
