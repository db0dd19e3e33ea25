import type { AccessoryPlacement } from "../config/accessory.ts";
import type { Config } from "../config/config.ts";
import type { Placement } from "../config/placement.ts";
import type { ProxySettings } from "../config/proxy.ts";
import type { Asked } from "../diagnosis/asked.ts";
import { type AppContainer, containerName } from "../host/names.ts";
import { healthPath } from "../proxies/caddy/forwarding.ts";

/** A container that is not as it should be. */
export interface Suspect {
  readonly config: Config;
  readonly container: string;
  readonly asked: Asked;
}

export function appSuspect(app: AppContainer): Suspect {
  const { config, role } = app;
  const key = `servers.${role.name}`;
  const proxyKey = role.name === config.primaryRole ? "proxy" : `${key}.proxy`;
  const { deployTimeout } = config;
  const asked: Asked = { noun: "app", key, proxyKey, deployTimeout, ...variablesOf(config), ...askedOf(role.proxy) };
  return { config, container: containerName(app), asked };
}

/** What is asked of a command in a container that is gone afterwards. */
export function commandAsked(noun: "release command" | "seed", { config, role }: Omit<Placement, "host">): Asked {
  const key = `servers.${role.name}`;
  return { noun, key, proxyKey: `${key}.proxy`, deployTimeout: 0, ...variablesOf(config) };
}

/** A preview has but few of the app's own variables, and none of its secrets. */
const variablesOf = ({ preview }: Config): Pick<Asked, "envKey"> => (preview ? { envKey: "x-landfall.preview.env" } : {});

export function accessorySuspect({ config, accessory }: AccessoryPlacement): Suspect {
  const key = `accessories.${accessory.name}`;
  const { deployTimeout } = config;
  const asked: Asked = { noun: "accessory", key, proxyKey: `${key}.proxy`, deployTimeout, ...askedOf(accessory.proxy) };
  return { config, container: accessory.service, asked };
}

/** With the proxy's defaults. */
function askedOf(proxy: ProxySettings | undefined): Pick<Asked, "proxy"> {
  if (!proxy) return {};
  const { timeout = 5 } = proxy.healthcheck;
  return { proxy: { port: proxy.appPort, path: healthPath({ proxy }), timeout } };
}
