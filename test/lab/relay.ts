import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A far server: what is sent here arrives there later, and its answer takes as long. */
export interface Relay {
  /** An address on the loopback interface. */
  readonly host: string;
  readonly sshPort: number;
  readonly httpPort: number;
  readonly url: string;
  /** Connections stay open and nothing comes through. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

export const RELAY_SSH_PORT = 2222;
const HTTP_PORT = 8080;

/** Puts a server `oneWayMs` away. The relay is a process of its own: it keeps time while this one works, and ends with it. */
export async function startRelay(host: string, server: string, oneWayMs: number): Promise<Relay> {
  const routes = [`${host}:${RELAY_SSH_PORT}=${server}:22`, `${host}:${HTTP_PORT}=${server}:80`];
  const program = join(import.meta.dirname, "relay-process.ts");
  const child = spawn(process.execPath, [program, String(oneWayMs), ...routes], { stdio: ["pipe", "pipe", "inherit"] });
  const exit = once(child, "exit");
  const failed = exit.then(() => Promise.reject(new Error(`The relay for ${server} did not start on ${host}`)));
  await Promise.race([once(child.stdout, "data"), failed]);
  failed.catch(() => {}); // from here on its end is what stop() waits for
  return {
    host,
    sshPort: RELAY_SSH_PORT,
    httpPort: HTTP_PORT,
    url: `http://${host}:${HTTP_PORT}`,
    freeze: () => void child.kill("SIGSTOP"),
    thaw: () => void child.kill("SIGCONT"),
    stop: async () => {
      child.kill("SIGCONT");
      child.stdin.end();
      await exit;
    },
  };
}
