import { normalize } from "node:path/posix";
import type { RegistryLogin } from "../core/config/credentials.ts";
import { Refusal } from "../core/report/refusal.ts";
import { readHandedIn } from "../core/secrets/handed-in.ts";
import { Secret, type Secrets } from "../core/shell/secret.ts";
import { environmentName, environmentUrl } from "./inputs/environment.ts";
import { flag, optional, secretInput } from "./inputs/input.ts";
import { type GivenOption, givenOptions } from "./inputs/options.ts";
import { checkKeys, type SshInputs, sshInputs } from "./inputs/ssh.ts";
import { maskSecrets } from "./masking.ts";

/** What stands under `with:`. */
export interface Inputs {
  readonly command: string;
  /** Those that are options of commands. */
  readonly options: readonly GivenOption[];
  /** From the workspace, without a slash at its end; "" for the workspace itself. */
  readonly directory: string;
  readonly ssh: SshInputs;
  readonly secrets: Secrets;
  readonly registry: RegistryLogin | undefined;
  readonly githubToken: Secret | undefined;
  /** Of the deployment that GitHub is told of; undefined: it is told of none. */
  readonly environment: string | undefined;
  readonly environmentUrl: string | undefined;
  readonly summary: boolean;
}

/**
 * Reads the inputs, the secret ones first: they are hidden from the log, and taken out of the environment that programs are started with.
 * @throws Refusal when one cannot be understood
 */
export function readInputs(): Inputs {
  const registryPassword = secretInput("registry-password");
  const githubToken = secretInput("github-token");
  const secrets = secretInput("secrets");
  const inputs: Inputs = {
    ssh: sshInputs(),
    secrets: secretsIn(secrets),
    registry: registry(optional("registry-username"), registryPassword),
    githubToken,
    command: command(),
    options: givenOptions(),
    directory: normalize(optional("working-directory") ?? ".").replace(/^\.$|\/$/, ""),
    environment: environmentName(),
    environmentUrl: environmentUrl(),
    summary: flag("summary") ?? true,
  };
  checkKeys(inputs.ssh, process.env.SSH_AUTH_SOCK);
  return inputs;
}

/** Where a workflow says nothing it is what action.yml says: an empty one is an expression that came to nothing. */
function command(): string {
  const given = optional("command");
  if (given !== undefined) return given;
  throw new Refusal(["The input command is empty, so nothing was done. Name a command, or leave the input out to deploy"]);
}

function secretsIn(input: Secret | undefined): Secrets {
  const read = readHandedIn(input?.reveal() ?? "");
  if ("problem" in read) throw new Refusal([`The input secrets cannot be read: ${read.problem}`]);
  const secrets = new Map([...read.values].map(([name, value]) => [name, new Secret(name, value)]));
  maskSecrets(secrets.values());
  return secrets;
}

function registry(username: string | undefined, password: Secret | undefined): RegistryLogin | undefined {
  if (username !== undefined && password) return { username, password };
  if (username === undefined && !password) return undefined;
  const missing = password ? "registry-username" : "registry-password";
  throw new Refusal([`The input ${missing} is empty; registry-username and registry-password go together`]);
}
