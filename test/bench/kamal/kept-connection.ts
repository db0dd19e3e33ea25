import { run } from "../../lab/command.ts";

/** One connection to a server, by OpenSSH, that is kept for all commands. */
export interface KeptConnection extends AsyncDisposable {
  /** One exec; resolves to what it printed. */
  exec(command: string): Promise<string>;
  /** By SFTP. */
  upload(from: string, to: string): Promise<void>;
}

/** Connects. @param socket a path for the connection's control socket */
export async function keepConnection(host: string, sshConfig: string, socket: string): Promise<KeptConnection> {
  const kept = ["-F", sshConfig, "-o", `ControlPath=${socket}`];
  await run("ssh", [...kept, "-o", "ControlMaster=yes", "-N", "-f", host]);
  return {
    exec: (command) => run("ssh", [...kept, host, command]),
    upload: async (from, to) => void (await run("sftp", [...kept, "-b", "-", host], { input: `put ${from} ${to}\n` })),
    [Symbol.asyncDispose]: async () => void (await run("ssh", [...kept, "-O", "exit", host])),
  };
}
