import type { Config, Credential, Registry } from "../config/config.ts";
import { secretValue } from "../host/env.ts";
import type { Program } from "../plan/plan.ts";
import { Secret, type Secrets } from "../shell/secret.ts";
import { pipe, type Shell, sh } from "../shell/sh.ts";

export interface Login {
  readonly server: string | undefined;
  readonly username: string | Secret;
  readonly password: Secret;
}

/** Undefined where the registry is served by the deployer itself, or asks for no password. */
export function loginOf({ registry }: Config, secrets: Secrets): Login | undefined {
  const { local, server, username, password } = registry;
  if (local || !username || !password) return undefined;
  const secret = credential("registry password", password, secrets);
  return { server, username: "literal" in username ? username.literal : secretValue(username.secret, secrets), password: secret };
}

/** The password comes by standard input: on a command line every user of the server could read it. `printf` is part of the shell. */
export const login = ({ server, username, password }: Login): Shell =>
  pipe(sh`printf %s ${password}`, sh`docker login ${server} -u ${username} --password-stdin 2>&1`);

export const loginHere = ({ server, username, password }: Login): Program => ({
  argv: ["docker", "login", ...(server === undefined ? [] : [server]), "-u", username, "--password-stdin"],
  stdin: password,
});

export const serverName = ({ server }: Registry): string => server ?? "Docker Hub";

const credential = (name: string, given: Credential, secrets: Secrets): Secret =>
  "literal" in given ? new Secret(name, given.literal) : secretValue(given.secret, secrets);
