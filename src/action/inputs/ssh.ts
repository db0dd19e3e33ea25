import { type KnownFingerprint, parseFingerprints } from "../../core/host/fingerprints.ts";
import { Refusal } from "../../core/report/refusal.ts";
import type { Secret } from "../../core/shell/secret.ts";
import { openKeyRing } from "../../engine/ssh/key-ring.ts";
import { UnusableKey } from "../../engine/ssh/unusable-key.ts";
import { optional, secretInput } from "./input.ts";

/** What the job brings along to log in with, and how it knows its servers. */
export interface SshInputs {
  readonly keys: readonly Secret[];
  readonly passphrase: Secret | undefined;
  readonly knownHosts: string | undefined;
  readonly fingerprints: readonly KnownFingerprint[];
}

/** @throws Refusal when a line of ssh-fingerprints is none */
export function sshInputs(): SshInputs {
  const key = secretInput("ssh-private-key", keyText);
  const passphrase = secretInput("ssh-passphrase");
  return { keys: key ? [key] : [], passphrase, knownHosts: optional("ssh-known-hosts"), fingerprints: fingerprints() };
}

/**
 * An agent stands in for keys that are no good, and trying a passphrase takes long enough to do it once only, for the first server.
 * @throws Refusal when there is neither and no key given can be used
 */
export function checkKeys({ keys, passphrase }: SshInputs, agentSocket: string | undefined): void {
  if (passphrase) return;
  try {
    openKeyRing({ keys, passphrase, agentSocket });
  } catch (error) {
    throw error instanceof UnusableKey ? new Refusal([`The ${error.message}`]) : error;
  }
}

/** A key may have gone through base64, or have its line ends written out, to be in one line. */
function keyText(written: string): string {
  const packed = written.replaceAll(/\s/g, "");
  const decoded = /^[A-Za-z0-9+/]+=*$/.test(packed) ? Buffer.from(packed, "base64").toString("utf8") : "";
  return (decoded.includes("-----BEGIN ") ? decoded : written).replaceAll("\\n", "\n");
}

function fingerprints(): readonly KnownFingerprint[] {
  const { known, wrong } = parseFingerprints(optional("ssh-fingerprints") ?? "");
  if (wrong.length === 0) return known;
  throw new Refusal([
    `No fingerprint stands in line ${wrong.join(", ")} of the input ssh-fingerprints. Write SHA256:..., HOST SHA256:... or [HOST]:PORT SHA256:..., as \`ssh-keygen -l\` shows them`,
  ]);
}
