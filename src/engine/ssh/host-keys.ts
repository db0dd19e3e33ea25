import type { ServerHostKeyAlgorithm } from "ssh2";
import type { KnownFingerprint } from "../../core/host/fingerprints.ts";
import {
  fingerprint,
  type HostKey,
  type KnownHost,
  knownHostLine,
  linesFor,
  parseKnownHosts,
  standardSshPort,
} from "../../core/host/known-hosts.ts";
import { hostKeyPreference } from "./algorithms.ts";
import { HostKeyMismatch, HostKeyUnknown } from "./host-key-failures.ts";
import type { Login } from "./login.ts";

export interface HostKeyPolicy {
  /** What happens at a server that nobody vouched for; a wrong key is refused in both. */
  readonly mode: "strict" | "accept-new";
  readonly known: readonly KnownHost[];
  /** They vouch for servers beside the known keys. */
  readonly fingerprints?: readonly KnownFingerprint[];
  /** A new server was accepted; this is its known_hosts line. */
  readonly onNewKey?: ((line: string) => void | Promise<void>) | undefined;
}

/** Decides which servers are the right ones. A key once accepted is the only one accepted from then on. */
export class HostKeys {
  readonly #policy: HostKeyPolicy;
  #known: readonly KnownHost[];

  constructor(policy: HostKeyPolicy) {
    this.#policy = policy;
    this.#known = policy.known;
  }

  /** Throws HostKeyUnknown or HostKeyMismatch unless the key is the server's, or may become it. */
  check(login: Login, ip: string | undefined, key: HostKey): void {
    if (!this.#isKnown(login, ip, key) && this.#policy.mode === "strict") throw new HostKeyUnknown(login, key);
  }

  /** Remembers the key of a server that has proved to own it. Throws HostKeyMismatch if another one came first. */
  async accept(login: Login, ip: string | undefined, key: HostKey): Promise<void> {
    if (this.#isKnown(login, ip, key)) return;
    const line = knownHostLine(login.host, login.port, key);
    this.#known = [...this.#known, ...parseKnownHosts(line)];
    await this.#policy.onNewKey?.(line);
  }

  /** What to ask a server for, so that it shows a key we can compare. */
  preference(login: Login, ip: string | undefined): ServerHostKeyAlgorithm[] {
    const { own, portless } = linesAbout(login, ip, [...login.known, ...this.#known]);
    return hostKeyPreference(
      new Set([...own, ...portless].filter(({ marker }) => marker === undefined).map(({ key }) => key.type)),
    );
  }

  #isKnown(login: Login, ip: string | undefined, key: HostKey): boolean {
    const { own, portless } = linesAbout(login, ip, [...login.known, ...this.#known]);
    const same = (line: KnownHost) => line.key.base64 === key.base64;
    const revoked = [...own, ...portless].some((line) => line.marker === "revoked" && same(line));
    const valid = own.filter(({ marker }) => marker === undefined);
    const listed = linesAbout(login, ip, this.#policy.fingerprints ?? []);
    const got = fingerprint(key.base64);
    const vouched = [...listed.own, ...listed.portless].some((line) => line.fingerprint === got);
    if (!revoked && (vouched || [...valid, ...portless].some(same))) return true;
    if (!revoked && valid.length === 0 && listed.own.length === 0) return false;
    const fingerprints = listed.own.map((line) => line.fingerprint);
    throw new HostKeyMismatch(login, { known: valid.map((line) => line.key), fingerprints, got: key, revoked });
  }
}

interface LinesAbout<Line> {
  readonly own: readonly Line[];
  readonly portless: readonly Line[];
}

/**
 * The first name that is known decides: as deploy.yml has it, as the ssh config has it, its address.
 * Like OpenSSH, a line without a port can vouch for a server on another port, but never speaks against it.
 */
function linesAbout<Line extends { readonly names: string }>(
  login: Login,
  ip: string | undefined,
  known: readonly Line[],
): LinesAbout<Line> {
  const names = [login.host, login.address, ...(ip === undefined ? [] : [ip])];
  const of = (port: number) => names.map((name) => linesFor(known, { name, port })).find((lines) => lines.length > 0) ?? [];
  return { own: of(login.port), portless: of(standardSshPort) };
}
