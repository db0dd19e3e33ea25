import type { Config } from "../config/config.ts";
import { isOwnImage, type PinnedImage, repositoryOf } from "../config/image-reference.ts";
import type { Version } from "../config/names.ts";
import { imageTag, latestImage } from "../host/names.ts";
import { all, any, lines, type Shell, sh } from "../shell/sh.ts";

/** Pull a version and make sure that it is this service's: a foreign image under our name would be pruned by nobody. */
export function pull(config: Config, version: Version): Shell {
  const image = imageTag(config, version);
  const label = sh`docker inspect -f ${"{{ .Config.Labels.service }}"} ${image} | grep -x ${config.service} >/dev/null`;
  const complaint = `Image ${image} is missing the 'service' label`;
  return all(sh`docker pull --quiet ${image}`, sh`{ ${label} || { echo ${complaint}; exit 1; }; }`);
}

/**
 * Pull an image that was not built for this service, and give it a version's name. What another repository calls it is taken away
 * again if this brought it: nobody would prune it. Nor would anybody what a preview brings of the app's own.
 */
export function adopt(config: Config, version: Version, prebuilt: PinnedImage): Shell {
  const image = `${repositoryOf(prebuilt)}@${prebuilt.digest}`;
  const fetch = sh`docker pull --quiet ${image}`;
  const tag = sh`docker tag ${image} ${imageTag(config, version)}`;
  if (isOwnImage(config, prebuilt) && !config.preview) return all(fetch, tag);
  return lines(
    sh`known=$(docker image inspect --format found ${image} 2>/dev/null || true)`,
    all(fetch, tag),
    sh`[ -n "$known" ] || docker rmi ${image} >/dev/null 2>&1 || true`,
  );
}

/** Whatever is there under this name; containers keep what they run. */
export const forget = (config: Config, version: Version): Shell =>
  any(sh`docker image rm --force ${imageTag(config, version)}`, sh`true`);

/** Kamal tells by this tag which version is live. */
export const tagLatest = (config: Config, version: Version): Shell =>
  sh`docker tag ${imageTag(config, version)} ${latestImage(config)}`;
