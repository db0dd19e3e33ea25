import { type Server, ServerFailure } from "./server-failure.ts";

export interface AuthenticationFacts {
  /** Each key that the server was shown, by where it is from and its fingerprint. */
  readonly tried: readonly string[];
  /** Keys that could not be shown, and why. */
  readonly skipped: readonly string[];
  /** What the server said to it, when it said something. */
  readonly answer: string | undefined;
}

/** The server let none of our keys in. */
export class AuthenticationFailed extends ServerFailure {
  override readonly name = "AuthenticationFailed";
  readonly tried: readonly string[];
  readonly skipped: readonly string[];

  constructor(server: Server, { tried, skipped, answer }: AuthenticationFacts, cause?: unknown) {
    const lines = [
      tried.length === 0
        ? `there is no key to log in with as ${server.user}.`
        : `the server accepts none of these keys for user ${server.user}:`,
      ...tried.map((key) => `  ${key}`),
      ...skipped.map((reason) => `  not tried: ${reason}`),
      ...(answer === undefined ? [] : [`The server said: ${answer}`]),
      tried.length === 0 ? noKeyAdvice : keyAdvice(server),
    ];
    super(server, lines, cause);
    this.tried = tried;
    this.skipped = skipped;
  }
}

const noKeyAdvice =
  "Give a private key (ssh.keys or ssh.key_data in deploy.yml) or start an ssh agent. In a workflow, give the input ssh-private-key; if it is given, the repository's secret in it may not be set.";
const keyAdvice = ({ user }: Server) =>
  `Add the public half of one to .ssh/authorized_keys of ${user} on the server, or give another user (ssh.user) or key (ssh.keys).`;
