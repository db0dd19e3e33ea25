import type { Config, Env, Options, Registry, RoleHost } from "./config.ts";
import type { Host } from "./names.ts";
import { inScope } from "./placement.ts";
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

/** One accessory on one of its hosts. */
export interface AccessoryPlacement {
  readonly config: Config;
  readonly accessory: Accessory;
  readonly host: Host;
}

/** All of these accessories, one after the other, within the scope of the run. */
export const accessoryPlacements = (config: Config, accessories = config.accessories): AccessoryPlacement[] =>
  accessories.flatMap((accessory) =>
    accessory.hosts.flatMap(({ host }) => (inScope(config, host) ? [{ config, accessory, host }] : [])),
  );

/** Its content is ERB, which Kamal fills in before it sends it. */
export const isTemplate = ({ local }: Mount): boolean => local.endsWith("erb");

/** As Kamal does, a local path that stands twice is sent and mounted once, as it is said last; a template as often as it stands. */
export const distinctMounts = (mounts: readonly Mount[]): readonly Mount[] => [
  ...new Map(mounts.map((mount) => [isTemplate(mount) ? mount : mount.local, mount])).values(),
];
