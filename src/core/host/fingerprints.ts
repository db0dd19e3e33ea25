/** What a server's key must look like, as `ssh-keygen -l` shows it. */
export interface KnownFingerprint {
  /** As in known_hosts: a comma list of patterns. */
  readonly names: string;
  readonly fingerprint: string;
}

const sha256 = /^SHA256:[A-Za-z0-9+/]{43}=?$/;

/** One line, which may be as `ssh-keygen -l` prints it; undefined when it is no fingerprint. */
export function parseFingerprint(line: string): KnownFingerprint | undefined {
  const words = line.trim().split(/\s+/);
  const [first = "", second = ""] = words;
  if (words.length === 1 && sha256.test(first)) return { names: "*", fingerprint: bare(first) };
  if (!sha256.test(second)) return undefined;
  if (words.length === 2) return { names: first, fingerprint: bare(second) };
  return /^\d+$/.test(first) ? { names: "*", fingerprint: bare(second) } : undefined;
}

const bare = (fingerprint: string): string => fingerprint.replace(/=$/, "");

/** Blank lines and comments are left out. */
export function parseFingerprints(text: string): {
  readonly known: readonly KnownFingerprint[];
  readonly wrong: readonly number[];
} {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 }));
  const meant = lines.filter(({ line }) => !/^\s*(#|$)/.test(line));
  return {
    known: meant.flatMap(({ line }) => parseFingerprint(line) ?? []),
    wrong: meant.filter(({ line }) => parseFingerprint(line) === undefined).map(({ number }) => number),
  };
}
