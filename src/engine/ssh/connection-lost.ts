import { loginName } from "./login.ts";
import { type Server, ServerFailure } from "./server-failure.ts";

/** A connection that was there, and is gone. What its commands do on the server since then is not known. */
export class ConnectionLost extends ServerFailure {
  override readonly name = "ConnectionLost";

  constructor(server: Server, reason: string, cause?: unknown) {
    super(
      server,
      [
        `the connection to ${loginName(server)} was lost: ${reason}. What was running may go on there, until this run gets through again.`,
      ],
      cause,
    );
  }
}
