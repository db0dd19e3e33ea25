import type { Config } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { type Container, type Facts, imageIdOf } from "./facts.ts";
import { imageTag, shown, versionOfTag } from "./names.ts";

/** What a server need not keep once a version is live there. */
export interface Surplus {
  readonly containers: readonly string[];
  readonly images: readonly string[];
}

/**
 * All but the newest stopped containers of the service, those of every role and destination counted together as in Kamal, and the
 * images that no container was made from, a preview's neither.
 * @param stopped the ids of containers that run now, but are about to be stopped
 */
export function surplusOf(config: Config, version: Version, facts: Facts, stopped: ReadonlySet<string>): Surplus {
  const ours = facts.containers.filter(({ service }) => service === config.service);
  const idle = ours.filter(({ id, state }) => stopped.has(id) || ["created", "exited", "dead"].includes(state));
  const containers = idle.slice(config.retainContainers).map(({ id }) => id);
  const left = facts.containers.filter(({ id }) => !containers.includes(id));
  return { containers, images: surplusImages({ ...config, image: shown(config.image) }, version, facts, left) };
}

function surplusImages(config: Config, version: Version, facts: Facts, left: readonly Container[]): string[] {
  const used = new Set([imageTag(config, version), ...left.map(({ image }) => image)]);
  const usedIds = new Set([...used].map((image) => imageIdOf(facts, image)));
  const surplus = facts.images.flatMap(({ id, repository, tag }) => {
    const name = `${repository}:${tag}`;
    if (repository !== config.image || used.has(name) || used.has(id)) return [];
    if (tag !== "<none>") return versionOfTag(config, tag) === undefined ? [] : [name];
    // Whose it was, nobody can tell: a preview leaves it to the app.
    return usedIds.has(id) || config.preview ? [] : [id];
  });
  // An image with several digests is listed once for each.
  return [...new Set(surplus)];
}
