import type { Secrets } from "../shell/secret.ts";
import type { Accessory } from "./accessory.ts";
import type { Config, Credential, Env, Registry } from "./config.ts";
import type { ProxySettings } from "./proxy.ts";

/** A secret by its name, and the place in deploy.yml that needs it. */
export interface SecretUse {
  readonly secret: string;
  readonly usedBy: string;
}

/** Every secret that a deploy needs, accessories' aside: it does not touch them. */
export function neededSecrets(config: Config): readonly SecretUse[] {
  return [
    ...registryUses(config.registry, "registry"),
    ...config.builder.secrets.map((secret) => ({ secret, usedBy: "builder/secrets" })),
    ...config.roles.flatMap(({ name, env, proxy }) => [
      ...envUses(env, `env of role ${name}`),
      ...certificateUses(proxy, `proxy/ssl of role ${name}`),
    ]),
    ...tagsInUse(config).flatMap((tag) => envUses(config.envTags[tag], `env/tags/${tag}`)),
    ...config.ssh.keyData.filter(isSecretName).map((secret) => ({ secret, usedBy: "ssh/key_data" })),
  ];
}

/** What these accessories need when they boot. */
export function accessorySecrets(config: Config, accessories: readonly Accessory[]): readonly SecretUse[] {
  return accessories.flatMap(({ name, env, registry, proxy }) => [
    ...registryUses(registry ?? config.registry, registry === undefined ? "registry" : `accessories/${name}/registry`),
    ...envUses(env, `accessories/${name}/env`),
    ...certificateUses(proxy, `accessories/${name}/proxy/ssl`),
  ]);
}

/**
 * All secrets that a deploy needs and does not have, in one message; undefined when there are none.
 * @param files the secrets files that were read
 * @param failures why a name that stands in a file has no value
 */
export function missingSecrets(
  config: Config,
  secrets: Secrets,
  files: readonly string[],
  failures: ReadonlyMap<string, string> = new Map(),
): string | undefined {
  return describeMissing(neededSecrets(config), secrets, files, failures);
}

/** As missingSecrets, for any uses. */
export function describeMissing(
  uses: readonly SecretUse[],
  secrets: Secrets,
  files: readonly string[],
  failures: ReadonlyMap<string, string>,
): string | undefined {
  const missing = uses.filter(({ secret }) => !secrets.has(secret));
  const names = [...new Set(missing.map(({ secret }) => secret))];
  if (names.length === 0) return undefined;
  const lines = names.map((name) => {
    const places = [...new Set(missing.filter(({ secret }) => secret === name).map(({ usedBy }) => usedBy))].join(", ");
    const failure = failures.get(name);
    return `  ${name} (${places})${failure === undefined ? "" : `\n    ${failure}`}`;
  });
  const sources = files.length === 0 ? "There is no secrets file" : `Not in ${files.join(", ")}`;
  const heading = names.length === 1 ? "A secret is missing" : `${names.length} secrets are missing`;
  return [`${heading}. ${sources}, nor among the secrets of the workflow:`, ...lines].join("\n");
}

function registryUses({ username, password }: Registry, place: string): readonly SecretUse[] {
  return [...credentialUses(username, `${place}/username`), ...credentialUses(password, `${place}/password`)];
}

function credentialUses(credential: Credential | undefined, usedBy: string): readonly SecretUse[] {
  return credential !== undefined && "secret" in credential ? [{ secret: credential.secret, usedBy }] : [];
}

function envUses(env: Env | undefined, usedBy: string): readonly SecretUse[] {
  return (env?.secrets ?? []).map(({ secret }) => ({ secret, usedBy }));
}

function certificateUses(proxy: ProxySettings | undefined, usedBy: string): readonly SecretUse[] {
  if (proxy?.certificate === undefined) return [];
  const { certificatePem, privateKeyPem } = proxy.certificate;
  return [certificatePem, privateKeyPem].map((secret) => ({ secret, usedBy }));
}

function tagsInUse({ roles }: Config): readonly string[] {
  return [...new Set(roles.flatMap((role) => role.hosts.flatMap((host) => host.tags)))];
}

/** A private key itself may stand in key_data, which Kamal still takes. */
const isSecretName = (entry: string): boolean => /^[A-Za-z_][A-Za-z0-9_.]*$/.test(entry);
