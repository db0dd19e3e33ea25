import type { Secret, Secrets } from "../shell/secret.ts";
import type { Config, Credential, Registry } from "./config.ts";

/** A name and its password, as they are used. */
export interface RegistryLogin {
  readonly username: string;
  readonly password: Secret;
}

export interface Logins {
  /** Stands over what deploy.yml says of the app's registry. */
  readonly asked: RegistryLogin | undefined;
  /** The job's own, for GitHub's registry where deploy.yml leaves the login open. */
  readonly job: RegistryLogin | undefined;
}

/** GitHub's registry, which the token of a job may open. */
export const isGithubRegistry = (server: string | undefined): boolean => server !== undefined && /^ghcr\.io(\/|$)/.test(server);

/** The config with the logins that its registries are really opened with. */
export const withCredentials = (config: Config, secrets: Secrets, { asked, job }: Logins): Config => ({
  ...config,
  registry: asked && !config.registry.local ? loggedIn(config.registry, asked) : filledIn(config.registry, secrets, job),
  accessories: config.accessories.map((accessory) =>
    accessory.registry ? { ...accessory, registry: filledIn(accessory.registry, secrets, job) } : accessory,
  ),
});

/** What deploy.yml says is not touched where it can be used. */
function filledIn(registry: Registry, secrets: Secrets, job: RegistryLogin | undefined): Registry {
  const { server, username, password } = registry;
  const isOpen = !hasValue(username, secrets) || !hasValue(password, secrets);
  return job && isOpen && isGithubRegistry(server) ? loggedIn(registry, job) : registry;
}

function hasValue(credential: Credential | undefined, secrets: Secrets): boolean {
  if (credential === undefined) return false;
  return !("secret" in credential) || secrets.get(credential.secret)?.isBlank === false;
}

const loggedIn = (registry: Registry, { username, password }: RegistryLogin): Registry => ({
  ...registry,
  username: { literal: username },
  password: { given: password },
});
