import { stringify } from "yaml";
import type { Config, Credential } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import { containerPrefix, imageTag, latestImage } from "../host/names.ts";

/** What deploy.yml means. It holds names of secrets, never their values; a credential written into the file is left out. */
export function describeConfig(config: Config, version: Version): { readonly text: string; readonly json: unknown } {
  const names = Object.fromEntries(config.roles.map((role) => [role.name, containerPrefix({ config, role })]));
  const json = {
    ...{
      service: config.service,
      destination: config.destination,
      version,
      image: imageTag(config, version),
      latestImage: latestImage(config),
    },
    ...{ hosts: appHosts(config), primaryHost: config.primaryHost, containerPrefixes: names },
    config: withoutCredentials(config),
  };
  return { text: stringify(JSON.parse(JSON.stringify(json)), { lineWidth: 0 }).trimEnd(), json };
}

/** A key or a password that stands in the file itself is no less secret. */
const withoutCredentials = ({ registry, accessories, ssh, ...rest }: Config) => ({
  ...rest,
  registry: shownRegistry(registry),
  accessories: accessories.map((accessory) => ({
    ...accessory,
    registry: accessory.registry && shownRegistry(accessory.registry),
  })),
  ssh: { ...ssh, keyData: ssh.keyData.map((key) => (/\s/.test(key) ? "[REDACTED]" : key)) },
});

const shownRegistry = (registry: Config["registry"]) => ({ ...registry, password: shown(registry.password) });

const shown = (credential: Credential | undefined): unknown =>
  credential && "literal" in credential ? { literal: "[REDACTED]" } : credential;
