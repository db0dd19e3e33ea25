import type { Host } from "../../core/config/names.ts";
import { type Access, connect, type Patience, usualPatience } from "./connect.ts";
import type { Connection } from "./connection.ts";
import type { HostKeys } from "./host-keys.ts";
import { type Login, loginName } from "./login.ts";
import { Slots } from "./slots.ts";

export interface SshPool {
  /** One connection a host, opened when first asked for, and again when it was lost. @throws as {@link connect} does, or Error once it is closed */
  connection(host: Host): Promise<Connection>;
  readonly patience: Patience;
  /** Another one, which logs in as this one does, and tells nothing of what happens beside. */
  apart(): SshPool;
  /** Tells what happens beside. */
  note(text: string): void;
  /** Ends all connections, and all attempts at one. */
  close(): void;
}

export interface SshPoolOptions {
  readonly login: (host: Host) => Promise<Login>;
  readonly hostKeys: HostKeys;
  /** How many connections are opened at once. */
  readonly maxConcurrentStarts: number;
  readonly patience?: Patience | undefined;
  /** Told of what happens beside, such as tries that come to nothing. */
  readonly note?: ((text: string) => void) | undefined;
}

/** Opens nothing by itself; whoever makes it closes it. */
export const sshPool = (options: SshPoolOptions): SshPool => {
  const { login, hostKeys, maxConcurrentStarts, patience = usualPatience, note = () => {} } = options;
  const closing = new AbortController();
  const starts = new Slots(maxConcurrentStarts);
  const hosts = new Shared();
  const jumpHosts = new Shared();
  const access: Access = {
    hostKeys,
    patience,
    signal: closing.signal,
    // Without a slot: who waits for a jump host holds one.
    jump: (login) => jumpHosts.get(loginName(login), () => connect(login, access)),
    note,
  };
  const start = async (host: Host): Promise<Connection> => {
    const release = await starts.take();
    try {
      access.signal.throwIfAborted();
      return await connect(await login(host), access);
    } finally {
      release();
    }
  };
  return {
    connection: (host) => hosts.get(host, () => start(host)),
    patience,
    apart: () => sshPool({ ...options, note: undefined }),
    note,
    close: () => {
      closing.abort(new Error("The connections were closed."));
      hosts.close();
      jumpHosts.close();
    },
  };
};

/** Connections by name, shared while they last. */
class Shared {
  readonly #connections = new Map<string, Promise<Connection>>();

  get(name: string, open: () => Promise<Connection>): Promise<Connection> {
    const present = this.#connections.get(name);
    if (present) return present;
    const opening = open();
    this.#connections.set(name, opening);
    const forget = () => this.#connections.delete(name);
    opening.then(({ closed }) => closed.then(forget), forget);
    return opening;
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.then((open) => open.close()).catch(() => undefined);
  }
}
