import { appendFile, mkdir, readdir, readFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import { glob } from "ssh-config";
import { type KnownHost, parseKnownHosts } from "../../core/host/known-hosts.ts";
import { Secret } from "../../core/shell/secret.ts";
import { parseSshConfig, type SshConfig } from "./ssh-config.ts";
import { UnusableKey } from "./unusable-key.ts";

/** `~/x` in somebody's home. */
export const inHome = (path: string, home: string): string => path.replace(/^~(?=\/|$)/, home);

/** ssh's own defaults, in its order: https://man.openbsd.org/ssh_config#IdentityFile */
export const defaultKeyFiles = ["~/.ssh/id_rsa", "~/.ssh/id_ecdsa", "~/.ssh/id_ed25519"];

/** Private keys in files, named by their paths. A file that is not there is an UnusableKey among them, to be told if nothing else works. */
export const readKeys = async (
  paths: readonly string[],
  home: string,
): Promise<{ readonly keys: readonly Secret[]; readonly missing: readonly UnusableKey[] }> => {
  const texts = await Promise.all(paths.map((path) => readText(inHome(path, home))));
  const keys = paths.flatMap((path, index) => {
    const text = texts[index];
    return text === undefined ? [] : [new Secret(path, text)];
  });
  return {
    keys,
    missing: paths.filter((_, index) => texts[index] === undefined).map((path) => new UnusableKey(path, "missing")),
  };
};

/** The files that ssh reads when it is told of none. */
export const readKnownHosts = (home: string): Promise<readonly KnownHost[]> =>
  readKnownHostsFiles(
    ["~/.ssh/known_hosts", "~/.ssh/known_hosts2", "/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"],
    home,
  );

/** A file that is not there knows no hosts, as for ssh. */
export const readKnownHostsFiles = async (paths: readonly string[], home: string): Promise<readonly KnownHost[]> => {
  const texts = await Promise.all(paths.map((path) => readText(inHome(path, home))));
  return texts.flatMap((text) => parseKnownHosts(text ?? ""));
};

/** Adds a line to ~/.ssh/known_hosts, whether or not the file's last line is ended. */
export const rememberHostKey = async (line: string, home: string): Promise<void> => {
  const path = inHome("~/.ssh/known_hosts", home);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const before = (await readText(path)) ?? "";
  await appendFile(path, `${before === "" || before.endsWith("\n") ? "" : "\n"}${line}\n`, { mode: 0o600 });
};

/** `true`: the user's files and the machine's; `false`: none; otherwise these. */
export const readSshConfig = async (files: boolean | readonly string[], home: string): Promise<SshConfig> => {
  const paths = typeof files !== "boolean" ? files : files ? ["~/.ssh/config", "/etc/ssh/ssh_config"] : [];
  const texts = await Promise.all(
    paths.map(async (path) => {
      const text = (await readText(inHome(path, home))) ?? "";
      const base = path.startsWith("/etc/ssh/") ? "/etc/ssh" : join(home, ".ssh");
      return { text, include: (pattern: string) => readIncluded(pattern, base, home) };
    }),
  );
  return parseSshConfig(texts);
};

/** Wildcards count in the last part of the path only; ssh reads such files in the order of their names. */
const readIncluded = async (pattern: string, base: string, home: string): Promise<readonly string[]> => {
  const expanded = inHome(pattern, home);
  const path = isAbsolute(expanded) ? expanded : join(base, expanded);
  const names = await readdir(dirname(path)).catch(() => []);
  const texts = await Promise.all(
    names
      .filter((name) => glob(basename(path), name))
      .sort()
      .map((name) => readText(join(dirname(path), name))),
  );
  return texts.filter((text) => text !== undefined);
};

const readText = (path: string): Promise<string | undefined> => readFile(path, "utf8").catch(() => undefined);
