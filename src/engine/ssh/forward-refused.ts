import { type Server, ServerFailure } from "./server-failure.ts";

/** Why a server does not listen for us. */
export type RefusedBecause = "taken" | "forbidden";

/** A server that does not lead one of its ports to this machine. */
export class ForwardRefused extends ServerFailure {
  override readonly name = "ForwardRefused";
  readonly because: RefusedBecause;

  constructor(server: Server, port: number, because: RefusedBecause, cause: unknown) {
    super(server, [`port ${port} cannot be forwarded from there to this machine: ${texts[because](port)}`], cause);
    this.because = because;
  }
}

const texts = {
  taken: (port: number) =>
    `something there listens on 127.0.0.1:${port} already. It may be another deploy: wait for its end. Else "ss -ltnp" there tells what it is`,
  forbidden: (port: number) =>
    `its sshd does not allow it. AllowTcpForwarding in sshd_config must be "yes" or "remote"${port < 1024 ? ", and only root may have a port below 1024" : ""}`,
} as const;
