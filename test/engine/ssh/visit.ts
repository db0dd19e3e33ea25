import { text } from "node:stream/consumers";
import { parseKnownHosts } from "../../../src/core/host/known-hosts.ts";
import type { Secret } from "../../../src/core/shell/secret.ts";
import { connect, type Patience, usualPatience } from "../../../src/engine/ssh/connect.ts";
import type { Connection, Exit, RemoteProcess } from "../../../src/engine/ssh/connection.ts";
import { HostKeys } from "../../../src/engine/ssh/host-keys.ts";
import { openKeyRing } from "../../../src/engine/ssh/key-ring.ts";
import type { Login } from "../../../src/engine/ssh/login.ts";
import type { Sshd } from "../sshd.ts";

interface Visitor {
  readonly keys?: readonly Secret[];
  readonly passphrase?: Secret;
  readonly agentSocket?: string;
}

/** A login that the server accepts, unless the visitor brings something else. */
export const aLogin = (server: Sshd, visitor: Visitor = {}, overrides: Partial<Login> = {}): Login => ({
  host: server.host,
  address: server.host,
  port: server.port,
  user: server.user,
  keys: openKeyRing({ keys: visitor.keys ?? [server.key], passphrase: visitor.passphrase, agentSocket: visitor.agentSocket }),
  known: [],
  forwardAgent: undefined,
  via: { kind: "network" },
  ...overrides,
});

interface Circumstances {
  /** The text of a known_hosts file, or the policy itself. */
  readonly known: string | HostKeys;
  readonly patience?: Partial<Patience>;
  readonly signal?: AbortSignal;
  readonly note?: (text: string) => void;
}

const opened: Connection[] = [];

/** Connects, jump hosts included; `leave` closes all of it. */
export const visit = async (login: Login, { known, patience, signal, note = () => {} }: Circumstances): Promise<Connection> => {
  const hostKeys = known instanceof HostKeys ? known : new HostKeys({ mode: "strict", known: parseKnownHosts(known) });
  const access = {
    hostKeys,
    patience: { ...usualPatience, pause: 50, ...patience },
    signal: signal ?? new AbortController().signal,
    jump: (jump: Login) => visit(jump, { known: hostKeys }),
    note,
  };
  const connection = await connect(login, access);
  opened.push(connection);
  return connection;
};

export const leave = async (): Promise<void> => {
  const connections = opened.splice(0).reverse();
  for (const connection of connections) connection.close();
  await Promise.all(connections.map(({ closed }) => closed));
};

export const outcome = async (process: RemoteProcess): Promise<Exit & { readonly stdout: string; readonly stderr: string }> => {
  const [stdout, stderr, exit] = await Promise.all([text(process.stdout), text(process.stderr), process.exited]);
  return { ...exit, stdout, stderr };
};

/** What a promise was rejected with. */
export const failureOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expectedFailure,
    (error) => error,
  );

const expectedFailure = "it succeeded";
