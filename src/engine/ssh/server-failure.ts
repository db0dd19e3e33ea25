import type { Host } from "../../core/config/names.ts";
import type { Login } from "./login.ts";

export type Server = Pick<Login, "host" | "port" | "user">;

/** What went wrong with one server; its text begins with the server's name. */
export class ServerFailure extends Error {
  readonly host: Host;
  readonly port: number;
  readonly user: string;

  constructor({ host, port, user }: Server, lines: readonly string[], cause?: unknown) {
    super(`${host}: ${lines.join("\n")}`, { cause });
    this.host = host;
    this.port = port;
    this.user = user;
  }
}
