import type { Duplex } from "node:stream";
import ssh2, { type Client, type ConnectConfig } from "ssh2";
import { type HostKey, hostKey } from "../../core/host/known-hosts.ts";
import { algorithms } from "./algorithms.ts";
import { type Authentication, authentication } from "./authentication.ts";
import { AuthenticationFailed } from "./authentication-failed.ts";
import type { Connection } from "./connection.ts";
import { HungUp, isHangUp } from "./hang-up.ts";
import type { HostKeys } from "./host-keys.ts";
import type { Login } from "./login.ts";
import { ServerFailure } from "./server-failure.ts";
import { SshConnection } from "./ssh-connection.ts";
import type { Transport } from "./transport.ts";
import { networkObstacle, Unreachable } from "./unreachable.ts";

export interface Keepalive {
  /** Milliseconds between two questions whether the server is there. */
  readonly interval: number;
  /** So many in a row may stay without an answer. */
  readonly count: number;
}

/**
 * Checks the server's key and logs in.
 * Throws HostKeyUnknown, HostKeyMismatch, AuthenticationFailed, Unreachable, HungUp, or the reason of the signal.
 */
export const handshake = async (
  login: Login,
  { stream, ip }: Transport,
  { hostKeys, keepalive, signal }: { readonly hostKeys: HostKeys; readonly keepalive: Keepalive; readonly signal: AbortSignal },
): Promise<Connection> => {
  const client = new ssh2.Client();
  const auth = authentication(login.user, login.keys);
  const hostCheck = new HostCheck((key) => hostKeys.check(login, ip, key));
  const connection = await logIn(login, client, signal, {
    sock: stream,
    username: login.user,
    algorithms: { ...algorithms, serverHostKey: hostKeys.preference(login, ip) },
    hostVerifier: (blob: Buffer) => hostCheck.passes(blob),
    authHandler: auth.methods,
    keepaliveInterval: keepalive.interval,
    keepaliveCountMax: keepalive.count,
    readyTimeout: 0,
    ...(login.forwardAgent !== undefined && { agent: login.forwardAgent }),
  }).catch((error) => {
    client.end();
    stream.destroy();
    signal.throwIfAborted();
    throw hostCheck.refusal ?? failure(login, auth, error);
  });
  // Only now has the server proved that the key is its own.
  if (hostCheck.key) await hostKeys.accept(login, ip, hostCheck.key).catch(closing(connection));
  return connection;
};

const closing = (connection: Connection) => (error: unknown) => {
  connection.close();
  throw error;
};

const logIn = (
  login: Login,
  client: Client,
  signal: AbortSignal,
  config: ConnectConfig & { readonly sock: Duplex },
): Promise<Connection> =>
  new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    client.on("ready", () => resolve(new SshConnection(login, client, config.sock)));
    client.on("error", (error) => {
      // An agent that fails is passed over: ssh2 goes on to the next method.
      if (error.level !== "agent") reject(error);
    });
    client.on("close", () => reject(new HungUp("The server closed the connection.")));
    client.connect(config);
  });

/** ssh2 only learns yes or no; this keeps the reason. */
class HostCheck {
  key: HostKey | undefined;
  refusal: unknown;
  readonly #check: (key: HostKey) => void;

  constructor(check: (key: HostKey) => void) {
    this.#check = check;
  }

  passes(blob: Buffer): boolean {
    try {
      this.key = hostKey(blob);
      if (this.key) this.#check(this.key);
      return this.key !== undefined;
    } catch (refusal) {
      this.refusal = refusal;
      return false;
    }
  }
}

const failure = (login: Login, auth: Authentication, error: unknown): unknown => {
  if (!(error instanceof Error) || error instanceof ServerFailure || error instanceof HungUp) return error;
  const level = "level" in error ? error.level : undefined;
  const code = "code" in error ? error.code : undefined;
  const skipped = login.keys.unusable.map(({ message }) => message);
  if (level === "client-authentication")
    return new AuthenticationFailed(login, { tried: auth.tried, skipped, answer: undefined }, error);
  // ssh2 passes the reason number of an SSH_MSG_DISCONNECT as the code; sshd sends one after too many keys.
  if (typeof code === "number")
    return new AuthenticationFailed(login, { tried: auth.tried, skipped, answer: error.message }, error);
  if (isHangUp(error)) return new HungUp(error.message);
  if (level === "client-socket") return new Unreachable(login, networkObstacle(error), error);
  const kind = error.message.includes("no matching") ? "no common algorithm" : "other";
  return new Unreachable(login, { kind, detail: error.message }, error);
};
