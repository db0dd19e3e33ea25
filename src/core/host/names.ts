import type { Config, Role } from "../config/config.ts";
import type { PinnedImage } from "../config/image-reference.ts";
import { abbreviated, type Host, isMovingTag, isVersion, type Version } from "../config/names.ts";
import { previewTagStart, previewTagWord } from "../config/preview/name.ts";
import type { PreviewConfig } from "../config/preview/preview.ts";

/** One role of the app at one version on one server. */
export interface AppContainer {
  readonly config: Config;
  readonly role: Role;
  readonly host: Host;
  readonly version: Version;
  /** Where the version's image comes from, if it was not built for this service. */
  readonly image?: PinnedImage | undefined;
}

type OfRole = Pick<AppContainer, "config" | "role">;

/** What names begin with that belong to a role; also what the proxy calls it. */
export const containerPrefix = ({ config, role }: OfRole): string => routeName(config, role.name);
/** The same by the role's name alone, for one that the config may not have any more. */
export const routeName = ({ service, destination }: Pick<Config, "service" | "destination">, role: string): string =>
  dashed(service, role, destination);
/** By this name Kamal and Landfall know each other's containers. */
export const containerName = (app: Omit<AppContainer, "host">): string => `${containerPrefix(app)}-${app.version}`;
/** Tells two destinations of a service apart that share a server. */
export const serviceAndDestination = ({ service, destination }: Pick<Config, "service" | "destination">): string =>
  dashed(service, destination);

/** What Docker shows and finds an image by: those of its Hub by their short names. */
export const shown = (image: string): string => image.replace(/^(index\.)?docker\.io\/(library\/(?=[^/]+$))?/, "");
/** What the tags of a preview begin with: its images are in the app's repository, as no registry has to make a new one for each. */
const previewTag = ({ destination, preview }: Pick<Config, "destination" | "preview">): string | undefined =>
  preview && dashed(previewTagWord, destination, `pr-${preview.number}`);
/** The image of one version, as it is pushed, pulled and run. */
export const imageTag = (config: Pick<Config, "image" | "destination" | "preview">, version: Version): string =>
  `${config.image}:${dashed(previewTag(config), version)}`;
/** The same as people read it. */
export const spokenImage = (config: Pick<Config, "image" | "destination" | "preview">, version: Version): string =>
  imageTag(config, version).replace(version, abbreviated(version));
/** Where Kamal keeps what was made live last: each destination has a tag of its own. */
export const latestTag = (config: Pick<Config, "destination" | "preview">): string =>
  dashed("latest", previewTag(config) ?? config.destination);
/** Whether a tag in the registry was made for this preview. */
export const isTagOfPreview = (config: PreviewConfig, tag: string): boolean =>
  tag === latestTag(config) || versionOfTag(config, tag) !== undefined;
/** Whether it was made for any preview, of whichever destination. */
export const isTagOfAnyPreview = (tag: string): boolean => previewTagStart.test(`${tag.replace(/^latest-/, "")}-`);
/** All that a preview's versions were ever pulled as, in the words of Docker's filters. */
export const previewImages = (config: PreviewConfig): string => `${config.image}:${previewTag(config)}-*`;
/** The end of such a name in whatever repository, or of what was made live last, as an extended regular expression. */
export const previewTagPattern = (config: PreviewConfig): string => `:(latest-)?${previewTag(config)}(-|$)`;
/** The version that a tag of the image stands for; undefined where it belongs to another: to a preview, or from a preview's view to the app. */
export function versionOfTag(config: Pick<Config, "destination" | "preview">, tag: string): Version | undefined {
  const prefix = previewTag(config);
  if (isMovingTag(tag) || (prefix === undefined && previewTagStart.test(tag))) return undefined;
  if (prefix !== undefined && !tag.startsWith(`${prefix}-`)) return undefined;
  const version = prefix === undefined ? tag : tag.slice(prefix.length + 1);
  return isVersion(version) ? version : undefined;
}
/** What runs this image is the version that was made live last. */
export const latestImage = (config: Config): string => `${config.image}:${latestTag(config)}`;

/** A label of containers whose image was not built for their service: its own name, and its digest. */
export const originLabel = "landfall.image";

/** A label of everything that belongs to a preview, with the preview's name. */
export const previewLabel = "landfall.preview";
/** The same for every container of one preview, and for nothing else. */
export const previewMark = ({ service }: Pick<Config, "service">): string => service;
/** A label of the containers that requests reach: where the preview answers. */
export const addressLabel = "landfall.address";

export const network = "kamal";

/** Everything on a server is kept here, beneath the ssh user's home, where a command starts. */
export const runDirectory = ".kamal";
/** Kept on the primary host; who makes the directory holds the lock. */
export const lockDirectory = (config: Config): string => `${runDirectory}/${dashed("lock", config.service, config.destination)}`;
/** Touched by the run that holds the lock for as long as it lives; Kamal removes it with the directory. */
export const heartbeatFile = (config: Config): string => `${lockDirectory(config)}/heartbeat`;
/** Kept on the primary host; where the shards of a run meet, each run in a directory of its own. */
export const fleetsDirectory = (config: Config): string =>
  `${runDirectory}/${dashed("fleet", config.service, config.destination)}`;
/** One line for each thing done to the server, by whomever. */
export const auditLog = (config: Config): string => `${runDirectory}/${dashed(config.service, config.destination, "audit.log")}`;
/** What became of the last deploys, a line of JSON each. Kept on the primary host, beside Kamal's log; ours alone. */
export const ledgerFile = (config: Config): string =>
  `${runDirectory}/${dashed(config.service, config.destination, "deploys.jsonl")}`;
export const appsDirectory = `${runDirectory}/apps`;
/** What the app keeps on a server: env files and assets. */
export const appDirectory = (config: Config): string => `${appsDirectory}/${serviceAndDestination(config)}`;
/** Holds secrets, in files that only the ssh user may read. */
export const envDirectory = (config: Config): string => `${appDirectory(config)}/env/roles`;
/** Passed to `docker run`, so that secrets are in no process list. */
export const envFile = ({ config, role }: OfRole): string => `${envDirectory(config)}/${role.name}.env`;
/** The same for accessories, beside the roles' so that the names cannot clash. */
export const accessoryEnvDirectory = (config: Config): string => `${appDirectory(config)}/env/accessories`;
export const proxyDirectory = `${runDirectory}/proxy`;
export const appsConfigDirectory = `${proxyDirectory}/apps-config`;
/** What the proxy reads of an app: its certificates and error pages. */
export const appConfigDirectory = (config: Config): string => `${appsConfigDirectory}/${serviceAndDestination(config)}`;

const dashed = (...parts: readonly (string | undefined)[]): string => parts.filter((part) => part !== undefined).join("-");
