import { normalize } from "node:path/posix";
import * as core from "@actions/core";
import { z } from "zod";
import { parseJson } from "../core/json.ts";
import { Refusal } from "../core/report/refusal.ts";
import { Secret, type Secrets } from "../core/shell/secret.ts";
import { maskSecrets } from "./masking.ts";

/** What stands under `with:`. */
export interface Inputs {
  readonly command: string;
  /** From the workspace, without a slash at its end; "" for the workspace itself. */
  readonly directory: string;
  readonly configFile: string;
  readonly destination: string | undefined;
  readonly version: string | undefined;
  readonly sshPrivateKey: Secret | undefined;
  readonly sshKnownHosts: string | undefined;
  readonly sshHostKeys: "strict" | "accept-new";
  readonly secrets: Secrets;
}

/**
 * Reads the inputs, hides the secret ones from the log, and takes those out of the environment that programs are started with.
 * @throws Refusal when one cannot be understood
 */
export function readInputs(): Inputs {
  const sshPrivateKey = secretInput("ssh-private-key");
  const secrets = secretsIn(secretInput("secrets"));
  return {
    command: optional("command") ?? "deploy",
    directory: normalize(core.getInput("directory") || ".").replace(/^\.$|\/$/, ""),
    configFile: optional("config-file") ?? "config/deploy.yml",
    destination: optional("destination"),
    version: optional("version"),
    sshPrivateKey,
    sshKnownHosts: optional("ssh-known-hosts"),
    sshHostKeys: hostKeysMode(optional("ssh-host-keys") ?? "strict"),
    secrets,
  };
}

const optional = (name: string): string | undefined => core.getInput(name) || undefined;

function secretInput(name: string): Secret | undefined {
  const value = optional(name);
  delete process.env[`INPUT_${name.toUpperCase()}`];
  if (value === undefined) return undefined;
  const secret = new Secret(`input ${name}`, value);
  maskSecrets([secret]);
  return secret;
}

/** What the parser would say of a mistake could quote a secret. */
function secretsIn(input: Secret | undefined): Secrets {
  const parsed = input && secretsByName.safeParse(parseJson(input.reveal()));
  if (parsed && !parsed.success)
    throw new Refusal(["The input secrets is no JSON object of names and texts. Write `secrets: ${{ toJSON(secrets) }}`"]);
  // A secret that a workflow spells out and that is not set comes as an empty text.
  const present = Object.entries(parsed?.data ?? {}).filter(([, value]) => value !== "");
  const secrets = new Map(present.map(([name, value]) => [name, new Secret(name, value)]));
  maskSecrets(secrets.values());
  return secrets;
}

const secretsByName = z.record(z.string(), z.string());

function hostKeysMode(text: string): Inputs["sshHostKeys"] {
  if (text === "strict" || text === "accept-new") return text;
  throw new Refusal([`The input ssh-host-keys is "${text}"; it takes strict or accept-new`]);
}
