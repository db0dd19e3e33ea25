import type { Server } from "../lab/server.ts";

const LOG = "/run/sshd.log";

/** Starts the server's sshd again, so that it notes each session: a command, a shell, or a subsystem such as SFTP. */
export async function countSessions(server: Server): Promise<void> {
  const stop = "pid=$(cat /run/sshd.pid) && kill $pid && while kill -0 $pid 2>/dev/null; do sleep 0.05; done";
  await server.exec(`${stop}; /usr/sbin/sshd -E ${LOG} -o LogLevel=VERBOSE`);
}

/** How many sessions there have been since. */
export async function sessionsOn(server: Server): Promise<number> {
  return Number(await server.exec(`grep -c "^Starting session: " ${LOG} || true`));
}
