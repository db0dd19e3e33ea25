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
  return {
    server,
    username: "literal" in username ? username.literal : credential("registry username", username, secrets),
    password: secret,
  };
}

/** The password comes by standard input: on a command line every user of the server could read it. `printf` is part of the shell. */
export const login = ({ server, username, password }: Login): Shell =>
  pipe(sh`printf %s ${password}`, sh`docker login ${server} -u ${username} --password-stdin 2>&1`);

/** The same on the runner, for the build that pushes. */
export const loginHere = ({ server, username, password }: Login): Program => ({
  argv: ["docker", "login", ...(server === undefined ? [] : [server]), "-u", username, "--password-stdin"],
  stdin: password,
});

/** Docker forgets the password that it keeps in the ssh user's home. */
export const logout = ({ server }: Registry): Shell => sh`docker logout ${server}`;

/** Its counterpart on the runner. */
export const logoutHere = ({ server }: Registry): Program => ({
  argv: ["docker", "logout", ...(server === undefined ? [] : [server])],
});

/** The container with which Kamal serves images from the deployer's localhost. */
const localContainer = "kamal-docker-registry";

/** Serve images here, at the registry's port on the loopback interface. */
export const startLocal = (registry: Registry): Program => ({
  argv: ["docker", "start", localContainer],
  otherwise: {
    argv: [
      ...(["docker", "run", "--detach", "-p", `127.0.0.1:${localPort(registry)}:5000`] as const),
      ...["--name", localContainer, "registry:3"],
    ],
  },
});

/** Where there is none, there is nothing to stop. */
export const stopLocal: Program = { argv: ["docker", "stop", localContainer], otherwise: { argv: ["true"] } };

/** With the images that it holds. */
export const removeLocal: Program = { argv: ["docker", "rm", localContainer], otherwise: { argv: ["true"] } };

/** The PORT of `localhost:PORT`. */
export const localPort = ({ server }: Registry): number => Number.parseInt(server?.split(":").at(-1) ?? "", 10) || 0;

/** As people call it, in titles and errors. */
export const serverName = ({ server }: Registry): string => server ?? "Docker Hub";

function credential(name: string, credential: Credential, secrets: Secrets): Secret {
  if ("given" in credential) return credential.given;
  return "literal" in credential ? new Secret(name, credential.literal) : secretValue(credential.secret, secrets);
}
