import type { Host } from "../core/config/names.ts";
import type { Exit } from "./ssh/connection.ts";

/** What became of a login that should have given a shell. */
export type LoginEnd = Exit | { readonly silentFor: number };

/** A server that let us in but gave no shell to work with. @param said what the login printed instead */
export class NoShell extends Error {
  override readonly name = "NoShell";

  constructor(host: Host, login: LoginEnd, said: string) {
    super(`${host}: it gave no shell to work with: ${happened(login)}. ${advice(login)}. It said: ${said || "nothing"}`);
  }
}

function happened(login: LoginEnd): string {
  if ("silentFor" in login) return `its login scripts were not through within ${login.silentFor / 1000} s`;
  if (login.signal !== undefined) return `the login was ended by ${login.signal}`;
  return login.code === undefined ? "the login was stopped" : `the login ended with exit code ${login.code}`;
}

/** sshd runs a command through the login shell, which for many users reads startup files first (https://man.openbsd.org/sshd#LOGIN_PROCESS). */
const advice = (login: LoginEnd): string =>
  "silentFor" in login
    ? 'Does "ssh" with a command come back? What it waits for may stand in ~/.bashrc, ~/.ssh/rc or a ForceCommand'
    : "Is the user's login shell a real one, not /bin/false or nologin (getent passwd)? Else ~/.bashrc, ~/.ssh/rc or a ForceCommand may end it";
