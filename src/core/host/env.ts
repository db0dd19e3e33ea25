import type { Config, Env, Role, SecretReference } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import { lastByName } from "../config/secrets.ts";
import { envFileText } from "../shell/ruby-text.ts";
import { Secret, type Secrets } from "../shell/secret.ts";

/** What a role's containers on one server get: root and role, then the host's tags in their order; later ones win. */
export function envOf(config: Config, role: Role, host: Host): Env {
  const tags = role.hosts.find((candidate) => candidate.host === host)?.tags ?? [];
  return [role.env, ...tags.flatMap((tag) => config.envTags[tag] ?? [])].reduce(merge);
}

/** One line for each secret, as Kamal writes it; a single line feed when there is none. */
export function envFileContent({ secrets }: Env, values: Secrets): Secret {
  const lines = lastByName(secrets).flatMap(({ name, secret }) => [
    `${name}=`,
    secretValue(secret, values).map(envFileText),
    "\n",
  ]);
  return Secret.join("env file", lines.length > 0 ? lines : ["\n"]);
}

/** @throws Error when there is no such secret, which a check before the run rules out */
export function secretValue(name: string, values: Secrets): Secret {
  const value = values.get(name);
  if (!value) throw new Error(`The secret ${name} has no value`);
  return value;
}

const merge = (base: Env, over: Env): Env => ({
  clear: { ...base.clear, ...over.clear },
  secrets: [...base.secrets, ...over.secrets.filter((reference) => !base.secrets.some((known) => isSame(known, reference)))],
});

const isSame = (a: SecretReference, b: SecretReference): boolean => a.name === b.name && a.secret === b.secret;
