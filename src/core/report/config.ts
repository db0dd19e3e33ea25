import { stringify } from "yaml";
import type { Config } from "../config/config.ts";
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
    config: {
      ...config,
      registry: { ...config.registry, username: shown(config.registry.username), password: shown(config.registry.password) },
    },
  };
  return { text: stringify(JSON.parse(JSON.stringify(json)), { lineWidth: 0 }).trimEnd(), json };
}

const shown = (credential: Config["registry"]["password"]): unknown =>
  credential && "literal" in credential ? { literal: "[REDACTED]" } : credential;
