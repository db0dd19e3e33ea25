import type { Env, Options, Registry, RoleHost } from "./config.ts";
import type { Logging, ProxySettings } from "./proxy.ts";

/** A container beside the app that a deploy does not touch: a database, a cache. */
export interface Accessory {
  readonly name: string;
  /** The container's name and `service` label. */
  readonly service: string;
  /** With its registry server, when it has one of its own. */
  readonly image: string;
  /** To log in to before the image is pulled; the app's registry otherwise. */
  readonly registry?: Registry | undefined;
  readonly hosts: readonly RoleHost[];
  readonly cmd: string | undefined;
  /** As given to `--publish`. */
  readonly port: string | undefined;
  readonly network: string;
  readonly restart: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly options: Options;
  readonly env: Env;
  readonly logging: Logging;
  readonly volumes: readonly string[];
  readonly files: readonly Mount[];
  readonly directories: readonly Mount[];
  readonly proxy: ProxySettings | undefined;
}

export interface Mount {
  readonly local: string;
  readonly remote: string;
  readonly mode: string | undefined;
  readonly owner: string | undefined;
  readonly options: string | undefined;
}
