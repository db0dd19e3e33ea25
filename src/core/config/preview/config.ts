import { addressLabel, previewLabel, previewMark } from "../../host/names.ts";
import { proxyRunOf } from "../../proxies/listening.ts";
import type { Accessory } from "../accessory.ts";
import type { Config, Role } from "../config.ts";
import type { LandfallSettings } from "../landfall.ts";
import type { ProxySettings } from "../proxy.ts";
import { leadingTo, openPart, withEnv } from "./env.ts";
import { type PreviewNumber, previewService } from "./name.ts";
import { previewOptions } from "./options.ts";
import type { PreviewConfig, PreviewRequest } from "./preview.ts";
import type { OwnAccessory, PreviewSettings } from "./settings.ts";
import { type Fillings, filledIn } from "./template.ts";
import { previewVolume, previewVolumes } from "./volumes.ts";

/** Everything that a preview is made from. */
interface Making {
  readonly config: Config;
  readonly settings: PreviewSettings;
  readonly number: PreviewNumber;
  readonly service: string;
  readonly fillings: Fillings;
  /** What the app's accessories are called that the preview has of its own, and what its own are. */
  readonly renames: ReadonlyMap<string, string>;
}

/**
 * The app's config as that of a preview, which is deployed like any other: a service of its own, with nothing that production has
 * for itself.
 * @returns why there is none, in a sentence, if there is none
 */
export function previewConfig(config: Config, { number, branch, sha }: PreviewRequest): PreviewConfig | string {
  const settings = config.landfall.preview;
  if (!settings) return noPreviews;
  const service = previewService(config, number);
  const names = { number: String(number), branch, service };
  const fillings = { ...names, host: addressOf(settings, names) };
  const making = { config, settings, number, service, fillings, renames: renamesFor(config, settings, service) };
  const roles = config.roles.filter(({ name }) => settings.roles.includes(name)).map((role) => roleOf(making, role));
  const primary = roles.find(({ name }) => name === config.primaryRole) ?? roles.find(({ proxy }) => proxy) ?? roles[0];
  const [primaryHost] = settings.servers;
  if (!primary || !primaryHost) return "x-landfall/preview: there is no server, or no role, for previews";
  const taken = hostsTaken(config, roles);
  if (taken.length > 0) return `The address ${taken.join(", ")} of this preview is the app's own: change x-landfall/preview/host`;
  return {
    ...config,
    ...{ service, preview: { number, of: config.service, sha }, roles, primaryRole: primary.name, primaryHost, scope: undefined },
    accessories: settings.own.flatMap((own) => accessoryOf(making, own)),
    volumes: config.volumes.map((volume) => previewVolume(service, volume)),
    ...{ envTags: {}, retainContainers: 1, boot: { ...config.boot, limit: undefined, wait: 0 } },
    landfall: landfallOf(config.landfall, roles, primary),
  };
}

/** What there is to say where nothing is said. */
export const noPreviews =
  "deploy.yml says nothing of previews. They need an address in x-landfall/preview/host, such as pr-{number}.example.com";

const addressOf = ({ host }: PreviewSettings, fillings: Fillings): string => filledIn(host, fillings);

const renamesFor = ({ accessories }: Config, { own }: PreviewSettings, service: string): ReadonlyMap<string, string> =>
  new Map(
    accessories
      .filter(({ name }) => own.some((each) => each.name === name))
      .map((each) => [each.service, `${service}-${each.name}`]),
  );

function roleOf(making: Making, role: Role): Role {
  const { config, settings, fillings } = making;
  const { name, env, options, proxy } = role;
  const host = addressOf(settings, { ...fillings, role: name });
  return {
    ...role,
    hosts: settings.servers.map((server) => ({ host: server, tags: [] })),
    options: previewOptions(options),
    labels: { [previewLabel]: previewMark(making), ...(proxy && { [addressLabel]: host }) },
    env: withEnv(leadingTo(making.renames, openPart(env)), settings.env, { ...fillings, host, role: name }),
    proxy: proxy && proxyOf(config, settings, proxy, host),
  };
}

/** Whoever boots the proxy first has to boot it as the app does. */
function proxyOf(
  config: Config,
  { ssl, certificate, servers }: PreviewSettings,
  proxy: ProxySettings,
  host: string,
): ProxySettings {
  const run = servers.map((server) => proxyRunOf(config, server)).find((found) => found !== undefined);
  return { ...proxy, hosts: [host], ssl, certificate, sslRedirect: ssl ? proxy.sslRedirect : undefined, run };
}

function accessoryOf({ config, settings, service: app, fillings, renames }: Making, own: OwnAccessory): Accessory[] {
  const found = config.accessories.find(({ name }) => name === own.name);
  const [host] = settings.servers;
  if (!found || !host) return [];
  const service = `${app}-${own.name}`;
  return [
    {
      ...found,
      ...{
        service,
        hosts: [{ host, tags: [] }],
        port: undefined,
        proxy: undefined,
        labels: { [previewLabel]: previewMark({ service: app }) },
      },
      ...{ options: previewOptions(found.options), env: withEnv(leadingTo(renames, openPart(found.env)), own.env, fillings) },
      ...{ volumes: previewVolumes(service, found), directories: [] },
    },
  ];
}

/** Checks are of the app's own addresses. */
function landfallOf(landfall: LandfallSettings, roles: readonly Role[], primary: Role): LandfallSettings {
  const { release } = landfall;
  const role = roles.find(({ name }) => name === release?.role) ?? primary;
  return {
    ...landfall,
    ...{ onFailure: "rollback", maxFailures: { hosts: 0 }, verify: undefined },
    release: release && { ...release, role: role.name },
  };
}

function hostsTaken(config: Config, previews: readonly Role[]): string[] {
  const appHosts = new Set([...config.roles, ...config.accessories].flatMap(({ proxy }) => proxy?.hosts ?? []).map(lowerCase));
  return previews.flatMap(({ proxy }) => proxy?.hosts ?? []).filter((host) => appHosts.has(lowerCase(host)));
}

const lowerCase = (host: string): string => host.toLowerCase();
