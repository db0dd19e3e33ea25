import type { Algorithms, ServerHostKeyAlgorithm } from "ssh2";

/**
 * What we agree to: what ssh2 offers without SHA-1 and without CBC, fastest first.
 * AES-GCM comes first because ssh2's ChaCha20 runs in WebAssembly, at a third of the speed.
 */
export const algorithms = {
  kex: [
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "ecdh-sha2-nistp521",
    "diffie-hellman-group-exchange-sha256",
    "diffie-hellman-group14-sha256",
    "diffie-hellman-group16-sha512",
    "diffie-hellman-group18-sha512",
  ],
  cipher: [
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "chacha20-poly1305@openssh.com",
    "aes128-ctr",
    "aes192-ctr",
    "aes256-ctr",
  ],
  hmac: ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"],
  compress: ["none"],
} satisfies Algorithms;

const hostKeyAlgorithms: readonly { readonly keyType: string; readonly algorithm: ServerHostKeyAlgorithm }[] = [
  { keyType: "ssh-ed25519", algorithm: "ssh-ed25519" },
  { keyType: "ecdsa-sha2-nistp256", algorithm: "ecdsa-sha2-nistp256" },
  { keyType: "ecdsa-sha2-nistp384", algorithm: "ecdsa-sha2-nistp384" },
  { keyType: "ecdsa-sha2-nistp521", algorithm: "ecdsa-sha2-nistp521" },
  { keyType: "ssh-rsa", algorithm: "rsa-sha2-512" },
  { keyType: "ssh-rsa", algorithm: "rsa-sha2-256" },
];

/** Known key types first: a server shows one key only, and it must be one that we can compare (as OpenSSH's order_hostkeyalgs). */
export const hostKeyPreference = (knownTypes: ReadonlySet<string>): ServerHostKeyAlgorithm[] => {
  const isKnown = ({ keyType }: { readonly keyType: string }) => knownTypes.has(keyType);
  const rest = hostKeyAlgorithms.filter((entry) => !isKnown(entry));
  return [...hostKeyAlgorithms.filter(isKnown), ...rest].map(({ algorithm }) => algorithm);
};
