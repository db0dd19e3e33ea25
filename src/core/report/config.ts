import { stringify } from "yaml";
import { loggingFlags } from "../commands/app.ts";
import type { Config } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { allHosts } from "../config/placement.ts";
import { imageTag, latestImage } from "../host/names.ts";
import { describeAccessories, describeContainers, shellArguments } from "./config-containers.ts";
import { writtenLandfall } from "./config-landfall.ts";
import { namedAsInFile, shownKey, shownRegistry } from "./config-values.ts";

/**
 * What deploy.yml means: all that `kamal config` prints, by the same names, and what each container would be started with.
 * It holds names of secrets, never their values; a credential written into the file is left out.
 */
export function describeConfig(config: Config, version: Version): { readonly text: string; readonly json: unknown } {
  const json = {
    ...identity(config, version),
    ...{
      volume_args: config.volumes.flatMap((volume) => ["--volume", volume]),
      logging: shellArguments(loggingFlags(config.logging)),
      containers: describeContainers(config, version),
    },
    accessories: describeAccessories(config, version),
    ...{ builder: config.builder, registry: shownRegistry(config.registry), ...connections(config), ...policies(config) },
  };
  return { text: stringify(JSON.parse(JSON.stringify(json)), { lineWidth: 0, aliasDuplicateObjects: false }).trimEnd(), json };
}

const identity = (config: Config, version: Version) => ({
  ...{ service: config.service, destination: config.destination, version, service_with_version: `${config.service}-${version}` },
  ...{ roles: sortedRoles(config).map(({ name }) => name), primary_role: config.primaryRole },
  ...{ hosts: allHosts({ ...config, roles: sortedRoles(config) }), primary_host: config.primaryHost },
  ...{ repository: config.image, absolute_image: imageTag(config, version), latest_image: latestImage(config) },
});

const sortedRoles = ({ roles }: Config) => roles.toSorted((one, other) => (one.name < other.name ? -1 : 1));

const connections = ({ ssh: { maxConcurrentStarts, keyData, ...ssh } }: Config) => ({
  ssh_options: { ...namedAsInFile(ssh), key_data: keyData.map(shownKey) },
  sshkit: { max_concurrent_starts: maxConcurrentStarts },
});

const policies = ({ landfall, ...config }: Config) => ({
  boot: namedAsInFile(config.boot),
  ...{ retain_containers: config.retainContainers, readiness_delay: config.readinessDelay },
  ...{ deploy_timeout: config.deployTimeout, drain_timeout: config.drainTimeout, stop_timeout: config.stopTimeout },
  ...{ hooks_path: config.hooksPath, hooks_output: config.hooksOutput, secrets_path: config.secretsPath },
  ...{ error_pages_path: config.errorPagesPath, aliases: config.aliases },
  "x-landfall": writtenLandfall(landfall),
});
