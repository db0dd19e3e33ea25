/** A server that hung up before the login, as sshd does with whoever exceeds its MaxStartups. */
export class HungUp extends Error {
  override readonly name = "HungUp";
}

/** Whether a failure of Node's or ssh2's means that. ssh2's text is for a connection that ends before the server's banner. */
export const isHangUp = (error: Error): boolean => {
  const code = "code" in error ? error.code : undefined;
  return code === "ECONNRESET" || code === "EPIPE" || error.message === "Connection lost before handshake";
};
