import type { Config } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { imageTag, latestImage } from "../host/names.ts";
import { all, any, type Shell, sh } from "../shell/sh.ts";

/** Pull a version and make sure that it is this service's: a foreign image under our name would be pruned by nobody. */
export function pull(config: Config, version: Version): Shell {
  const image = imageTag(config, version);
  const label = sh`docker inspect -f ${"{{ .Config.Labels.service }}"} ${image} | grep -x ${config.service} >/dev/null`;
  const complaint = `Image ${image} is missing the 'service' label`;
  return all(sh`docker pull --quiet ${image}`, sh`{ ${label} || { echo ${complaint}; exit 1; }; }`);
}

/** Whatever is there under this name; containers keep what they run. */
export const forget = (config: Config, version: Version): Shell =>
  any(sh`docker image rm --force ${imageTag(config, version)}`, sh`true`);

/** Kamal tells by this tag which version is live. */
export const tagLatest = (config: Config, version: Version): Shell =>
  sh`docker tag ${imageTag(config, version)} ${latestImage(config)}`;
