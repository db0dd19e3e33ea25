import { type Server, ServerFailure } from "./server-failure.ts";

/** Why no connection came about before anybody asked who we are. */
export type Obstacle =
  | { readonly kind: "refused" | "no route" | "name unknown" | "name server" }
  | { readonly kind: "silent"; readonly stage: "connect" | "handshake"; readonly seconds: number }
  | { readonly kind: "dropped"; readonly tries: number }
  | { readonly kind: "jump host"; readonly jump: string; readonly detail: string }
  | { readonly kind: "bad jump host"; readonly text: string }
  | { readonly kind: "proxy command"; readonly detail: string }
  | { readonly kind: "no common algorithm"; readonly detail: string }
  | { readonly kind: "other"; readonly detail: string };

/** A server that could not be reached, or that never got as far as asking for a key. */
export class Unreachable extends ServerFailure {
  override readonly name = "Unreachable";
  readonly obstacle: Obstacle;

  constructor(server: Server, obstacle: Obstacle, cause?: unknown) {
    super(server, [obstacleText(obstacle, server.port)], cause);
    this.obstacle = obstacle;
  }
}

const obstacleText = (obstacle: Obstacle, port: number): string => {
  switch (obstacle.kind) {
    case "refused":
      return `nothing listens on port ${port} (connection refused). Is sshd running there, and is ssh.port right?`;
    case "no route":
      return "there is no route to it from here. Is it up, and may this machine reach its network?";
    case "name unknown":
      return "no such host name. Check its spelling in deploy.yml and its DNS record.";
    case "name server":
      return "its name could not be looked up, as DNS did not answer. Try again.";
    case "silent":
      return silenceText[obstacle.stage](port, obstacle.seconds);
    case "dropped":
      return `it closed the connection before the login, ${obstacle.tries} times. Look at MaxStartups and PerSourcePenalties in its sshd_config, and at fail2ban.`;
    case "jump host":
      return `the jump host ${obstacle.jump} could not reach port ${port} of it: ${obstacle.detail}. Is the port right, and may the jump host forward (AllowTcpForwarding)?`;
    case "bad jump host":
      return `cannot read the jump host "${obstacle.text}". Write it as user@host or user@host:port.`;
    case "proxy command":
      return `the proxy command ended before the server answered: ${obstacle.detail}`;
    case "no common algorithm":
      return `its sshd and this program cannot agree (${obstacle.detail}). What it offers is old and unsafe, or newer than this program: look at its sshd_config.`;
    case "other":
      return `cannot connect to port ${port}: ${obstacle.detail}`;
  }
};

const silenceText = {
  connect: (port: number, seconds: number) =>
    `no answer from port ${port} within ${seconds} s. Is it up, and does a firewall let this machine in?`,
  handshake: (port: number, seconds: number) =>
    `port ${port} took the connection, but there was no login within ${seconds} s. Is that sshd, and is the server overloaded?`,
} as const;

/** Reads Node's error codes: https://nodejs.org/api/errors.html#common-system-errors */
export const networkObstacle = (error: Error): Obstacle => {
  switch ("code" in error ? error.code : undefined) {
    case "ECONNREFUSED":
      return { kind: "refused" };
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return { kind: "no route" };
    case "ENOTFOUND":
      return { kind: "name unknown" };
    case "EAI_AGAIN":
      return { kind: "name server" };
    default:
      return { kind: "other", detail: error.message };
  }
};
