import { fingerprint, fingerprintLine, type HostKey, knownHostLine } from "../../core/host/known-hosts.ts";
import { type Server, ServerFailure } from "./server-failure.ts";

/** A server whose key nobody vouched for. */
export class HostKeyUnknown extends ServerFailure {
  override readonly name = "HostKeyUnknown";
  readonly fingerprint: string;
  /** What to add to known_hosts, once the fingerprint is checked. */
  readonly line: string;

  constructor(server: Server, key: HostKey) {
    const line = knownHostLine(server.host, server.port, key);
    super(server, [
      "the server's key is not known, so nothing was sent to it.",
      `It shows ${shown(key)}`,
      "Compare that with `ssh-keygen -l -f FILE` for the files /etc/ssh/ssh_host_*_key.pub in the server's console.",
      "If it is the same, add this line to your known hosts, which in a workflow is the input ssh-known-hosts:",
      line,
      "or in a workflow this one to the input ssh-fingerprints:",
      fingerprintLine(server.host, server.port, key),
    ]);
    this.fingerprint = fingerprint(key.base64);
    this.line = line;
  }
}

export interface HostKeyConflict {
  readonly known: readonly HostKey[];
  readonly fingerprints: readonly string[];
  readonly got: HostKey;
  readonly revoked: boolean;
}

/** A server that shows another key than the known one. */
export class HostKeyMismatch extends ServerFailure {
  override readonly name = "HostKeyMismatch";
  /** Type and fingerprint of each. */
  readonly expected: readonly string[];
  readonly got: string;

  constructor(server: Server, { known, fingerprints, got, revoked }: HostKeyConflict) {
    const expected = [...known.map(shown), ...fingerprints];
    super(server, [
      "WRONG HOST KEY. Somebody may be between you and the server, or it was set up anew. Nothing was sent to it.",
      revoked ? "The key that it shows is marked @revoked in your known hosts." : `Expected ${expected.join(" or ")}`,
      `Got      ${shown(got)}`,
      ...(revoked
        ? []
        : [
            "If it was set up anew, compare with its console, then replace its lines in your known hosts by this one:",
            knownHostLine(server.host, server.port, got),
            ...(fingerprints.length > 0 ? ["or its fingerprint by:", fingerprintLine(server.host, server.port, got)] : []),
          ]),
    ]);
    this.expected = expected;
    this.got = shown(got);
  }
}

const shown = (key: HostKey): string => `${key.type} ${fingerprint(key.base64)}`;
