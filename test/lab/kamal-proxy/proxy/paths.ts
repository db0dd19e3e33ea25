import { mkdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

/** Where the server listens for commands: v0.9.2 knows no other setting than XDG_RUNTIME_DIR. */
export const socketPath = (): string => join(process.env.XDG_RUNTIME_DIR || tmpdir(), "kamal-proxy.sock");

/** Where the services are written down, to be restored when the proxy starts again. */
export const statePath = (): string => join(dataDirectory(), "kamal-proxy.state");

/** Where certificates would be kept. */
export const certificatesPath = (): string => join(dataDirectory(), "certs");

const dataDirectory = (): string => {
  const directory = join(homedir(), ".config", "kamal-proxy");
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return directory;
  } catch {
    return tmpdir();
  }
};
