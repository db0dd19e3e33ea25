import { createPrivateKey } from "node:crypto";
import ssh2, { type ParsedKey } from "ssh2";
import { fingerprint } from "../../core/host/known-hosts.ts";
import { Secret } from "../../core/shell/secret.ts";
import { UnusableKey } from "./unusable-key.ts";

/** What somebody may log in with, as it was given. */
export interface Identity {
  /** PEM or OpenSSH text, one or several keys in each. A secret's name tells where the key is from. */
  readonly keys: readonly Secret[];
  readonly passphrase: Secret | undefined;
  readonly agentSocket: string | undefined;
}

/** The same, opened: what can be shown to a server. */
export interface KeyRing {
  readonly keys: readonly NamedKey[];
  readonly unusable: readonly UnusableKey[];
  readonly agentSocket: string | undefined;
}

export interface NamedKey {
  readonly name: string;
  readonly fingerprint: string;
  readonly key: ParsedKey;
}

/** Opens every key. Throws UnusableKey when one cannot be used and that leaves nothing to log in with. */
export const openKeyRing = ({ keys, passphrase, agentSocket }: Identity, missing: readonly UnusableKey[] = []): KeyRing => {
  const opened = keys.flatMap(splitKeys).map((text) => openKey(text, passphrase));
  const usable = opened.filter((result) => "fingerprint" in result);
  const unusable = [...missing, ...opened.filter((result) => result instanceof UnusableKey)];
  if (unusable[0] && usable.length === 0 && agentSocket === undefined) throw unusable[0];
  return { keys: usable, unusable, agentSocket };
};

/** Secrets of a CI lose their last newline, get Windows line ends or written-out `\n`, and hold several keys. */
const splitKeys = (secret: Secret): readonly Secret[] => {
  const text = secret.reveal().replace(/\r\n?|\\n/g, "\n");
  const keys = text.split(/(?=-----BEGIN )/).map((key) => key.trim());
  return keys.filter((key) => key !== "").map((key) => new Secret(secret.name, `${key}\n`));
};

const openKey = (text: Secret, passphrase: Secret | undefined): NamedKey | UnusableKey => {
  try {
    const key = ssh2.utils.parseKey(fromPkcs8(text, passphrase).reveal(), passphrase?.reveal());
    if (key instanceof Error) throw key;
    if (!key.isPrivateKey()) return new UnusableKey(text.name, "public half");
    return { name: text.name, fingerprint: fingerprint(key.getPublicSSH().toString("base64")), key };
  } catch (error) {
    if (!isEncrypted(text)) return new UnusableKey(text.name, "unreadable", error);
    return new UnusableKey(text.name, passphrase === undefined ? "encrypted" : "wrong passphrase", error);
  }
};

/** ssh2 does not read PKCS#8, which openssl writes and OpenSSH reads. Ed25519 keys have no older PEM form; those stay unreadable. */
const fromPkcs8 = (text: Secret, passphrase: Secret | undefined): Secret => {
  if (!/^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/.test(text.reveal())) return text;
  const key = createPrivateKey({ key: text.reveal(), ...(passphrase && { passphrase: passphrase.reveal() }) });
  const type = key.asymmetricKeyType === "ec" ? "sec1" : "pkcs1";
  return text.map(() => key.export({ type, format: "pem" }).toString());
};

/** The two PEM forms say so in a header; the OpenSSH form in the cipher's name after its magic (PROTOCOL.key). */
const isEncrypted = (text: Secret): boolean => {
  const pem = text.reveal();
  if (!pem.includes("BEGIN OPENSSH PRIVATE KEY")) return /ENCRYPTED/.test(pem);
  const blob = Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64");
  const magic = "openssh-key-v1\0";
  return (
    blob.toString("latin1", 0, magic.length) === magic && blob.toString("latin1", magic.length + 4, magic.length + 8) !== "none"
  );
};
