import { type Accessory, type AccessoryPlacement, distinctMounts, type Mount } from "../config/accessory.ts";
import { accessoryEnvDirectory } from "./names.ts";

/** Named after the accessory, not after its container, which may have a name of its own. */
export const accessoryEnvFile = ({ config, accessory }: AccessoryPlacement): string =>
  `${accessoryEnvDirectory(config)}/${accessory.name}.env`;

/** Where a file of it lies on the server, from the ssh user's home. */
export const filePath = ({ service }: Accessory, { remote }: Mount): string => `${service}${remote}`;

/** Where a directory of it lies on the server, for the server's shell to read. */
export const directoryPath = ({ service }: Accessory, { local }: Mount): string =>
  local.startsWith("/") ? local : `$PWD/${service}/${local}`;

/** Everything that it mounts, in Kamal's order, for the server's shell to read. */
export function volumesOf(accessory: Accessory): string[] {
  const { volumes, files, directories } = accessory;
  return [
    ...volumes,
    ...distinctMounts(files).map((file) => mounted(`$PWD/${filePath(accessory, file)}`, file)),
    ...distinctMounts(directories).map((directory) => mounted(directoryPath(accessory, directory), directory)),
  ];
}

const mounted = (path: string, { remote, options = "" }: Mount): string =>
  [path, remote, ...(options.trim() === "" ? [] : [options])].join(":");
