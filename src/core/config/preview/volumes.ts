import type { Accessory, Mount } from "../accessory.ts";

/** A source may hold `${NAME:-text}`, for the server's shell to read. */
const written = /^((?:\$\{[^}]*\}|[^:])+):(.+)$/s;

/**
 * The volume that a preview has in the place of one of the app's: a new one of its own. What is mounted to be read and is the
 * same for all of a system, such as `/etc/localtime`, stays; so does what has no source.
 */
export function previewVolume(service: string, volume: string): string {
  const [, source, rest] = written.exec(volume) ?? [];
  if (source === undefined || rest === undefined || isOfSystem(source, rest)) return volume;
  return `${volumeName(service, source)}:${rest}`;
}

/** No more of `/etc`: keys stand there. A socket can be written to even where it is mounted to be read. */
const isOfSystem = (source: string, rest: string): boolean =>
  /^\/(?:etc\/(?:localtime|timezone|ssl\/certs)|usr\/share\/(?:zoneinfo|ca-certificates))(?:\/[\w./-]*)?$/.test(source) &&
  /:(?:.*,)?ro(?:,|$)/.test(rest) &&
  !source.includes("..");

/** All volumes of an accessory as volumes of a preview's own: Docker can take them away again, whoever owns their files. */
export const previewVolumes = (
  service: string,
  { volumes, directories }: Pick<Accessory, "volumes" | "directories">,
): string[] => [
  ...volumes.map((volume) => previewVolume(service, volume)),
  ...directories.map((directory) => ownDirectory(service, directory)),
];

const ownDirectory = (service: string, { local, remote, options = "" }: Mount): string =>
  [volumeName(service, local), remote, ...(options.trim() === "" ? [] : [options])].join(":");

const volumeName = (service: string, source: string): string =>
  `${service}-${source.replaceAll(/[^A-Za-z0-9_.]+/g, "-").replaceAll(/^[.-]+|-+$/g, "") || "data"}`;
