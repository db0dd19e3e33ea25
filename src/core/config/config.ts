import type { Secret } from "../shell/secret.ts";
import type { Accessory } from "./accessory.ts";
import type { HostCount, LandfallSettings } from "./landfall.ts";
import type { Host } from "./names.ts";
import type { Preview } from "./preview/preview.ts";
import type { Logging, ProxyRun, ProxySettings } from "./proxy.ts";
import type { Shard } from "./shards.ts";

/**
 * What a deploy.yml means, once its destination is merged, its defaults are filled in and its references are resolved.
 * Durations are whole seconds, as in the file.
 */
export interface Config {
  readonly service: string;
  readonly destination: string | undefined;
  /** Undefined: the app itself, and no preview of it. */
  readonly preview?: Preview | undefined;
  /** Repository with its registry server, without a tag. */
  readonly image: string;
  readonly registry: Registry;
  readonly builder: Builder;
  /** The primary role first, then by name: the order in which they boot. */
  readonly roles: readonly Role[];
  readonly primaryRole: string;
  /** Where the lock is kept. */
  readonly primaryHost: Host;
  /** Where this run acts, when that is not everywhere. */
  readonly scope?: Scope | undefined;
  readonly accessories: readonly Accessory[];
  readonly ssh: SshSettings;
  readonly boot: Boot;
  readonly volumes: readonly string[];
  /** The root's; a role's own is in the role, with this beneath it. */
  readonly logging: Logging;
  readonly envTags: Readonly<Record<string, Env>>;
  readonly aliases: Readonly<Record<string, string>>;
  readonly hooksPath: string;
  readonly secretsPath: string;
  readonly errorPagesPath: string | undefined;
  readonly retainContainers: number;
  readonly readinessDelay: number;
  readonly deployTimeout: number;
  readonly drainTimeout: number;
  readonly stopTimeout: number | undefined;
  /** Whether the output of hooks is shown: for all of them, or by hook; undefined: as the command's own verbosity says. */
  readonly hooksOutput?: HookOutput | Readonly<Record<string, HookOutput>> | undefined;
  readonly output?: { readonly otelEndpoint: string | undefined; readonly filePath: string | undefined };
  readonly landfall: LandfallSettings;
}

export interface Scope {
  readonly hosts: readonly Host[];
  /** The names of the roles. */
  readonly roles: readonly string[];
  /** Those that were asked for by name. */
  readonly asked?: readonly string[] | undefined;
  /** The part of them that falls to this job, where several share them out. */
  readonly shard?: Shard | undefined;
  /** How many more hosts of the app there were, which failed before anything booted. */
  readonly lost?: number | undefined;
}

export type HookOutput = "quiet" | "verbose";

export interface Role {
  readonly name: string;
  readonly hosts: readonly RoleHost[];
  /** Added to `docker run` as it stands; the server's shell reads it. */
  readonly cmd: string | undefined;
  readonly stopTimeout: number | undefined;
  /** Docker's `--restart`; taken out of `options`. */
  readonly restart: string;
  readonly options: Options;
  readonly logging: Logging;
  readonly labels: Readonly<Record<string, string>>;
  /** Root and role together; tags are added host by host. */
  readonly env: Env;
  /** Undefined when no traffic reaches the role through the proxy. */
  readonly proxy: ProxySettings | undefined;
  readonly assetPath: string | undefined;
}

export interface RoleHost {
  readonly host: Host;
  readonly tags: readonly string[];
}

export interface Env {
  /** Undefined: passed by name only, for Docker to take from the server's environment. */
  readonly clear: Readonly<Record<string, string | undefined>>;
  /** In the order of the sections; of those with the same name the last one counts. */
  readonly secrets: readonly SecretReference[];
}

/** `NAME` or `NAME:SECRET` under env.secret. */
export interface SecretReference {
  readonly name: string;
  readonly secret: string;
}

/** As deploy.yml has it, a literal or the name of a secret; or handed in with the request. */
export type Credential = { readonly literal: string } | { readonly secret: string } | { readonly given: Secret };

export interface Registry {
  /** Undefined for Docker Hub. */
  readonly server: string | undefined;
  readonly username: Credential | undefined;
  readonly password: Credential | undefined;
  /** `localhost:PORT`: served by the deployer, no login anywhere. */
  readonly local: boolean;
}

export interface Builder {
  readonly arch: readonly string[];
  readonly driver: string;
  readonly local: boolean;
  readonly remote: string | undefined;
  /** Undefined: a clean clone of HEAD. */
  readonly context: string | undefined;
  readonly dockerfile: string;
  readonly target: string | undefined;
  readonly args: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly ssh: string | undefined;
  readonly provenance: string | undefined;
  readonly sbom: string | undefined;
  readonly cache:
    | { readonly type: "gha" | "registry"; readonly options: string | undefined; readonly image: string | undefined }
    | undefined;
  readonly pack: { readonly builder: string; readonly buildpacks: readonly string[] } | undefined;
}

export interface SshSettings {
  readonly user: string;
  readonly port: number;
  /** `user@host:port` of a jump host. */
  readonly proxy: string | undefined;
  readonly proxyCommand: string | undefined;
  readonly keysOnly: boolean;
  readonly keys: readonly string[];
  /** Names of secrets that hold private keys, or the keys themselves (deprecated by Kamal). */
  readonly keyData: readonly string[];
  /** true: the user's own ssh config; a list: these files; false: none. */
  readonly config: boolean | readonly string[];
  readonly forwardAgent: boolean;
  /** How many connections are opened at once. */
  readonly maxConcurrentStarts: number;
}

export interface Boot {
  /** How many hosts boot at once; a percentage is of all hosts. */
  readonly limit: HostCount | undefined;
  readonly wait: number;
  readonly parallelRoles: boolean;
}

/** Docker options: true is a bare flag, a list repeats the flag. */
export type Options = Readonly<Record<string, string | true | readonly (string | true)[]>>;
export type { Accessory, LandfallSettings, Logging, ProxyRun, ProxySettings };
