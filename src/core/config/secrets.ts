import type { Secrets } from "../shell/secret.ts";
import type { Accessory } from "./accessory.ts";
import type { Config, Credential, Env, Registry, SecretReference } from "./config.ts";
import { isGithubRegistry } from "./credentials.ts";
import { inScope, rolesInScope } from "./placement.ts";
import { authOf } from "./preview/preview.ts";
import type { ProxySettings } from "./proxy.ts";

/** A secret by its name, and the place in deploy.yml that needs it. */
export interface SecretUse {
  readonly secret: string;
  readonly usedBy: string;
}

/** Every secret that a deploy needs, accessories' aside: it does not touch them. */
export const neededSecrets = (config: Config): readonly SecretUse[] => [...bootSecrets(config), ...builderSecrets(config)];

/** What it takes to boot an image that is built already. */
export const bootSecrets = (config: Config): readonly SecretUse[] => [...registrySecrets(config), ...runSecrets(config)];

/** The same, if the image is not where deploy.yml's own images are. */
export function runSecrets(config: Config): readonly SecretUse[] {
  return [
    ...rolesInScope(config).flatMap(({ name, env, proxy }) => [
      ...envUses(env, `env of role ${name}`),
      ...certificateUses(proxy, config.preview ? "x-landfall/preview/ssl" : `proxy/ssl of role ${name}`),
    ]),
    ...authUses(config),
    ...tagsInUse(config).flatMap((tag) => envUses(config.envTags[tag], `env/tags/${tag}`)),
    ...config.ssh.keyData.filter(isSecretName).map((secret) => ({ secret, usedBy: "ssh/key_data" })),
  ];
}

/** What it takes to pull the app's image. */
export const registrySecrets = ({ registry }: Config): readonly SecretUse[] => registryUses(registry, "registry");

/** What the build may mount. */
export const builderSecrets = ({ builder }: Config): readonly SecretUse[] =>
  builder.secrets.map((secret) => ({ secret, usedBy: "builder/secrets" }));

/** What these accessories need when they boot. */
export function accessorySecrets(config: Config, accessories: readonly Accessory[]): readonly SecretUse[] {
  return accessories.flatMap((accessory) => [
    ...accessoryRegistrySecrets(config, accessory),
    ...accessoryEnvSecrets(accessory),
    ...certificateUses(accessory.proxy, `accessories/${accessory.name}/proxy/ssl`),
  ]);
}

/** What it takes to pull its image. */
export const accessoryRegistrySecrets = (config: Config, { name, registry }: Accessory): readonly SecretUse[] =>
  registryUses(registry ?? config.registry, registry === undefined ? "registry" : `accessories/${name}/registry`);

/** What its templates may ask for. */
export const accessoryEnvSecrets = ({ name, env }: Accessory): readonly SecretUse[] => envUses(env, `accessories/${name}/env`);

/**
 * All secrets that are needed and not there, in one message; undefined when there are none.
 * @param files the secrets files that were read
 * @param failures why a name that stands in a file has no value
 */
export function describeMissing(
  uses: readonly SecretUse[],
  secrets: Secrets,
  files: readonly string[],
  failures: ReadonlyMap<string, string> = new Map(),
): string | undefined {
  const missing = uses.filter(({ secret, usedBy }) => {
    const value = secrets.get(secret);
    return value === undefined || (/(registry|auth)\/(username|password)$/.test(usedBy) && value.isBlank);
  });
  const names = [...new Set(missing.map(({ secret }) => secret))];
  if (names.length === 0) return undefined;
  const lines = names.map((name) => {
    const places = [...new Set(missing.filter(({ secret }) => secret === name).map(({ usedBy }) => usedBy))].join(", ");
    const empty = secrets.has(name) ? "it is there, but empty" : undefined;
    const failure = name === jobToken ? noJobToken : (failures.get(name) ?? empty);
    return `  ${name} (${places})${failure === undefined ? "" : `\n    ${failure}`}`;
  });
  const sources = files.length === 0 ? "There is no secrets file" : `Not in ${files.join(", ")}`;
  const heading = names.length === 1 ? "A secret is missing" : `${names.length} secrets are missing`;
  return [`${heading}. ${sources}, nor among the secrets of the workflow:`, ...lines].join("\n");
}

function registryUses({ server, username, password }: Registry, place: string): readonly SecretUse[] {
  if (isGithubRegistry(server) && (username === undefined || password === undefined))
    return [{ secret: jobToken, usedBy: `${place}/password` }];
  return [...credentialUses(username, `${place}/username`), ...credentialUses(password, `${place}/password`)];
}

/** What opens GitHub's registry where deploy.yml names nobody: the action's input of this name. */
const jobToken = "github-token";
const noJobToken =
  "username and password of ghcr.io may be left out in a job of GitHub Actions only, which logs in with its own token. Name both under registry";

function credentialUses(credential: Credential | undefined, usedBy: string): readonly SecretUse[] {
  return credential !== undefined && "secret" in credential ? [{ secret: credential.secret, usedBy }] : [];
}

function envUses(env: Env | undefined, usedBy: string): readonly SecretUse[] {
  return lastByName(env?.secrets ?? []).map(({ secret }) => ({ secret, usedBy }));
}

/** A name that stands several times keeps its first place and takes its last secret. */
export function lastByName(references: readonly SecretReference[]): readonly SecretReference[] {
  return [...new Map(references.map((reference) => [reference.name, reference])).values()];
}

function certificateUses(proxy: ProxySettings | undefined, usedBy: string): readonly SecretUse[] {
  if (proxy?.certificate === undefined) return [];
  const { certificatePem, privateKeyPem } = proxy.certificate;
  return [certificatePem, privateKeyPem].map((secret) => ({ secret, usedBy }));
}

function authUses(config: Config): readonly SecretUse[] {
  const auth = authOf(config);
  return auth ? [{ secret: auth.password, usedBy: "x-landfall/preview/auth/password" }] : [];
}

function tagsInUse(config: Config): readonly string[] {
  const hosts = rolesInScope(config).flatMap((role) => role.hosts);
  return [...new Set(hosts.filter(({ host }) => inScope(config, host)).flatMap(({ tags }) => tags))];
}

/** A private key itself may stand in key_data, which Kamal still takes. */
const isSecretName = (entry: string): boolean => /^[A-Za-z_][A-Za-z0-9_.]*$/.test(entry);
