import type { Host } from "../../core/config/names.ts";
import type { KnownHost } from "../../core/host/known-hosts.ts";
import type { KeyRing } from "./key-ring.ts";

/** Everything it takes to reach one server and be let in. */
export interface Login {
  /** As deploy.yml names it. */
  readonly host: Host;
  /** What is dialled: the same, unless an ssh config says otherwise. */
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly keys: KeyRing;
  /** Further lines that count for this server, from an ssh config's UserKnownHostsFile. */
  readonly known: readonly KnownHost[];
  /** The socket of the agent that commands on the server may ask. */
  readonly forwardAgent: string | undefined;
  readonly via: Via;
}

export type Via =
  | { readonly kind: "network" }
  | { readonly kind: "jump"; readonly login: Login }
  /** A command for `sh` whose standard input and output lead to the server's sshd. */
  | { readonly kind: "command"; readonly command: string };

/** One of `[user@]host[:port]`; undefined when it is not written like that. */
export const parseJump = (
  text: string,
): { readonly user: string | undefined; readonly host: string; readonly port: number | undefined } | undefined => {
  const match = /^(?:(?<user>[^@]+)@)?(?<host>\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9_.-]+)(?::(?<port>\d+))?$/.exec(text.trim());
  const { user, host, port } = match?.groups ?? {};
  if (host === undefined) return undefined;
  return { user, host, port: port === undefined ? undefined : Number(port) };
};

/** Fills in what OpenSSH fills in: https://man.openbsd.org/ssh_config#TOKENS */
export const expandTokens = (text: string, tokens: Readonly<Record<string, string>>): string =>
  text.replace(/%(.)/g, (whole, token: string) => (token === "%" ? "%" : (tokens[token] ?? whole)));

/** Names a server the way a person would type it: `user@host:port`. */
export const loginName = ({ user, host, port }: Pick<Login, "user" | "host" | "port">): string => `${user}@${host}:${port}`;
