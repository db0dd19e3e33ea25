import { createHash, createHmac } from "node:crypto";

/** One line of a known_hosts file: https://man.openbsd.org/sshd#SSH_KNOWN_HOSTS_FILE_FORMAT */
export interface KnownHost {
  readonly marker: "revoked" | undefined;
  /** Comma list of patterns, or one hashed name. */
  readonly names: string;
  readonly key: HostKey;
}

/** A public host key as it travels: its blob begins with its own type. */
export interface HostKey {
  readonly type: string;
  readonly base64: string;
}

export const standardSshPort = 22;

/** What servers are known by; lines that OpenSSH would ignore are ignored, certificate authorities too, as ssh2 knows no certificates. */
export const parseKnownHosts = (text: string): readonly KnownHost[] =>
  text.split(/\r?\n/).flatMap((line) => parseLine(line.trim()) ?? []);

const parseLine = (line: string): KnownHost | undefined => {
  if (line === "" || line.startsWith("#")) return undefined;
  const words = line.split(/[ \t]+/);
  const marker = words[0]?.startsWith("@") ? words.shift() : undefined;
  const [names, type, base64] = words;
  if (names === undefined || type === undefined || base64 === undefined) return undefined;
  if (marker !== undefined && marker !== "@revoked") return undefined;
  const key = hostKey(Buffer.from(base64, "base64"));
  if (key?.type !== type) return undefined;
  return { marker: marker === undefined ? undefined : "revoked", names, key };
};

/** Reads a key's blob; undefined when it is none. */
export const hostKey = (blob: Buffer): HostKey | undefined => {
  if (blob.length < 4) return undefined;
  const typeEnd = 4 + blob.readUInt32BE(0);
  if (typeEnd > blob.length) return undefined;
  return { type: blob.toString("latin1", 4, typeEnd), base64: blob.toString("base64") };
};

/** The lines about a server, revoked keys among them. */
export const linesFor = <Line extends { readonly names: string }>(
  known: readonly Line[],
  { name, port }: { readonly name: string; readonly port: number },
): readonly Line[] => {
  const wanted = hostField(name, port);
  return known.filter(({ names }) => (names.startsWith("|1|") ? isHashOf(names, wanted) : isListed(names, wanted)));
};

/** How known_hosts writes a server: `[name]:port` unless the port is 22. */
const hostField = (name: string, port: number): string => {
  const bare = name.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  return port === standardSshPort ? bare : `[${bare}]:${port}`;
};

const isHashOf = (hashed: string, name: string): boolean => {
  const [, , salt = "", hash = ""] = hashed.split("|");
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest("base64") === hash;
};

/** A name that any negated pattern matches is not meant, whatever else matches. */
const isListed = (names: string, name: string): boolean => {
  const patterns = names.toLowerCase().split(",");
  const refused = patterns.some((pattern) => pattern.startsWith("!") && matches(pattern.slice(1), name));
  return !refused && patterns.some((pattern) => matches(pattern, name));
};

const matches = (pattern: string, name: string): boolean => {
  if (!/[*?]/.test(pattern)) return pattern === name;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(name);
};

/** The line that makes a server known. */
export const knownHostLine = (name: string, port: number, key: HostKey): string =>
  `${hostField(name, port)} ${key.type} ${key.base64}`;

/** The same with the key's fingerprint, for whoever keeps fingerprints. */
export const fingerprintLine = (name: string, port: number, key: HostKey): string =>
  `${hostField(name, port)} ${fingerprint(key.base64)}`;

/** As `ssh-keygen -l` prints it. */
export const fingerprint = (base64: string): string =>
  `SHA256:${createHash("sha256").update(Buffer.from(base64, "base64")).digest("base64").replace(/=+$/, "")}`;
