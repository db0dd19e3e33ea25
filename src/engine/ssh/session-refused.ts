import { type Server, ServerFailure } from "./server-failure.ts";

/** The server has as many sessions on this connection as it allows (MaxSessions: https://man.openbsd.org/sshd_config). */
export class SessionRefused extends ServerFailure {
  override readonly name = "SessionRefused";

  constructor(server: Server, cause: unknown) {
    super(
      server,
      ["the server refused another session. MaxSessions in its sshd_config says how many it allows; 10 is usual"],
      cause,
    );
  }
}
