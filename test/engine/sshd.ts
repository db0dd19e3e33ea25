import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { type Host, isHost } from "../../src/core/config/names.ts";
import { Secret } from "../../src/core/shell/secret.ts";

const run = promisify(execFile);

export type KeyType = "ed25519" | "ecdsa" | "rsa";

/** A real sshd on loopback that belongs to the test alone: own configuration, host keys and authorized keys. */
export interface Sshd {
  readonly host: Host;
  readonly port: number;
  /** Whom it lets in: whoever runs the test. */
  readonly user: string;
  /** A private key that it accepts. */
  readonly key: Secret;
  /** What its known_hosts lines end in, one a host key: `ssh-ed25519 AAAA...`. */
  readonly hostKeys: readonly string[];
  readonly knownHosts: string;
  /** A place for more files, removed with it. */
  readonly directory: string;
  /** Makes a private key that it accepts. */
  admit(name: string, options?: KeyOptions): Promise<Secret>;
  stop(): Promise<void>;
}

export interface SshdOptions {
  readonly hostKeyTypes?: readonly KeyType[];
  /** Lines for sshd_config. They come first, and the first value counts. */
  readonly config?: readonly string[];
}

export const startSshd = async ({ hostKeyTypes = ["ed25519"], config = [] }: SshdOptions = {}): Promise<Sshd> => {
  const directory = await mkdtemp(join(tmpdir(), "landfall-sshd-"));
  const authorizedKeys = join(directory, "authorized_keys");
  const admit = async (name: string, options?: KeyOptions): Promise<Secret> => {
    const key = await makeKey(join(directory, name), options);
    await appendFile(authorizedKeys, key.publicHalf);
    return key.privateHalf;
  };
  const keyFiles = hostKeyTypes.map((type) => join(directory, `host_${type}`));
  const made = await Promise.all(keyFiles.map((file, index) => makeKey(file, { type: hostKeyTypes[index] })));
  const key = await admit("id_ed25519");
  const port = await freePort();
  const hostKeys = made.map(({ publicHalf }) => publicHalf.split(" ").slice(0, 2).join(" "));
  await writeFile(join(directory, "sshd_config"), configuration({ directory, port, authorizedKeys, keyFiles, config }));
  const stopDaemon = await startDaemon(join(directory, "sshd_config"));
  const stop = async (): Promise<void> => {
    await stopDaemon();
    await rm(directory, { recursive: true, force: true });
  };
  const knownHosts = hostKeys.map((hostKey) => `[127.0.0.1]:${port} ${hostKey}\n`).join("");
  return { host: aHost("127.0.0.1"), port, user: userInfo().username, key, hostKeys, knownHosts, directory, admit, stop };
};

interface KeyOptions {
  readonly type?: KeyType | undefined;
  readonly passphrase?: string;
  /** As `ssh-keygen -m` has it. */
  readonly format?: "RFC4716" | "PEM" | "PKCS8";
}

/** Made by ssh-keygen, as people make theirs. */
export const makeKey = async (
  path: string,
  { type = "ed25519", passphrase = "", format = "RFC4716" }: KeyOptions = {},
): Promise<{ readonly privateHalf: Secret; readonly publicHalf: string }> => {
  const size = type === "rsa" ? ["-b", "2048"] : [];
  await run("ssh-keygen", ["-q", "-t", type, ...size, "-m", format, "-N", passphrase, "-C", "test", "-f", path]);
  return { privateHalf: new Secret(path, await readFile(path, "utf8")), publicHalf: await readFile(`${path}.pub`, "utf8") };
};

export const aHost = (name: string): Host => {
  if (!isHost(name)) throw new Error(`${name} is no host`);
  return name;
};

interface Layout extends Required<Pick<SshdOptions, "config">> {
  readonly directory: string;
  readonly port: number;
  readonly authorizedKeys: string;
  readonly keyFiles: readonly string[];
}

const configuration = ({ directory, port, authorizedKeys, keyFiles, config }: Layout): string =>
  [
    ...config,
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    ...keyFiles.map((file) => `HostKey ${file}`),
    `AuthorizedKeysFile ${authorizedKeys}`,
    // Keeps the shell startup files of whoever runs the test out of it.
    `SetEnv HOME=${directory}`,
    "StrictModes no",
    "UsePAM no",
    "UseDNS no",
    "PidFile none",
    "PrintMotd no",
    "PrintLastLog no",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PermitRootLogin prohibit-password",
    "",
  ].join("\n");

/** Resolves once it listens; sshd insists on an absolute path to itself, and, for root, on its empty directory. */
const startDaemon = async (configFile: string): Promise<() => Promise<void>> => {
  if (process.getuid?.() === 0) await mkdir("/run/sshd", { recursive: true, mode: 0o755 });
  const daemon = spawn("/usr/sbin/sshd", ["-D", "-e", "-f", configFile], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(daemon, "exit");
  const said: string[] = [];
  for await (const line of createInterface({ input: daemon.stderr })) {
    said.push(line);
    if (line.startsWith("Server listening")) break;
  }
  if (daemon.exitCode !== null) throw new Error(`sshd did not start: ${said.join("\n")}`);
  daemon.stderr.resume();
  return async () => {
    daemon.kill();
    await ended;
  };
};

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
};
