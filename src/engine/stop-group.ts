import { setTimeout as pause } from "node:timers/promises";
import { type StopSignal, stopGroup } from "../core/plan/script.ts";
import type { Connection } from "./ssh/connection.ts";

/** How long stopping what runs may take, login and all, in milliseconds: it kills what does not end within 10 s. */
const limit = 20_000;

/** Stop a process group on a server and wait until it is gone. @throws ConnectionLost */
export const stopRemoteGroup = (connection: Connection, group: number, signal: StopSignal = "TERM"): Promise<void> =>
  stopOver(connection, stopGroup(group, signal));

/** Run what stops something on a server, and wait for it. @throws ConnectionLost */
export async function stopOver(connection: Connection, script: string): Promise<void> {
  const stopping = await connection.exec("exec sh -s");
  stopping.stdout.resume();
  stopping.stderr.resume();
  stopping.stdin.end(script);
  await Promise.race([stopping.exited, pause(limit, undefined, { ref: false })]);
  stopping.close();
}
