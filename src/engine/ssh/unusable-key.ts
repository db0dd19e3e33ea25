/** Why a private key cannot be used. */
export type KeyFault = "missing" | "encrypted" | "wrong passphrase" | "public half" | "unreadable";

/** A private key that cannot be used; no server is involved yet. */
export class UnusableKey extends Error {
  override readonly name = "UnusableKey";
  /** Where the key is from: a path, or the name of a secret. */
  readonly key: string;
  readonly fault: KeyFault;

  constructor(key: string, fault: KeyFault, cause?: unknown) {
    super(`${key}: ${faultText[fault]}`, { cause });
    this.key = key;
    this.fault = fault;
  }
}

const faultText: Readonly<Record<KeyFault, string>> = {
  missing: "there is no such file, or it may not be read.",
  encrypted:
    "the private key is encrypted, and no passphrase was given. Give its passphrase, in a workflow by the input ssh-passphrase, or use an ssh agent.",
  "wrong passphrase": "the passphrase does not open this private key.",
  "public half": "this is a public key. Give the private key: the file without .pub.",
  unreadable: "this is no private key that can be read. Give all of it, from -----BEGIN to the end of -----END ... KEY-----.",
};
