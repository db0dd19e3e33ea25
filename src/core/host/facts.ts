import { z } from "zod";
import type { Config, Role } from "../config/config.ts";
import { isDigest } from "../config/image-reference.ts";
import { type Host, isHost, isVersion, type Version } from "../config/names.ts";
import { containerPrefix, latestImage, shown } from "./names.ts";

const container = z.object({
  /** Docker's short id, 12 characters. */
  id: z.string(),
  name: z.string(),
  state: z.string(),
  /** As people read it: "Up 3 hours". */
  status: z.string(),
  /** As it was given when the container was made, or an id once that tag has moved on. */
  image: z.string(),
  service: z.string(),
  role: z.string(),
  destination: z.string(),
  /** The name and digest of an image that was not built for the service; "" where it was. */
  origin: z.string().optional(),
  /** The preview that it belongs to; "" where it belongs to none. */
  preview: z.string().optional(),
  /** Where it answers, if it belongs to a preview; "" otherwise. */
  address: z.string().optional(),
  /** Its published ports, as Docker lists them. */
  ports: z.string().optional(),
  /** Seconds since 1970, by the server's clock; to a second where only `docker ps` was asked. */
  createdAt: z.number().optional(),
  /** When it was started last; only a close look asks this and what follows. */
  startedAt: z.number().optional(),
  /** When it ended last: of one that runs, before it was started again. */
  finishedAt: z.number().optional(),
  /** How often Docker has started it again by itself. */
  restarts: z.number().optional(),
});
const image = z.object({
  id: z.string(),
  repository: z.string(),
  tag: z.string(),
  /** What the registry knows it by; an image that has several is listed once for each. */
  digest: z
    .string()
    .transform((text) => (isDigest(text) ? text : undefined))
    .optional(),
});
const docker = z.object({ version: z.string(), architecture: z.string() });

/** What one server says of itself. */
export const factsSchema = z.object({
  host: z.custom<Host>((value) => typeof value === "string" && isHost(value), "not a host"),
  /** Seconds since 1970, by the server's clock. */
  clock: z.number(),
  docker: docker.optional(),
  dockerInstalled: z.boolean().default(true),
  /** Why Docker does not answer. */
  dockerError: z.string().optional(),
  /** Free space where Docker keeps its data, in KiB. */
  diskFree: z.number().optional(),
  /** All the space there, in KiB. */
  diskSize: z.number().optional(),
  networks: z.array(z.string()),
  /** Where Docker looks for images of its Hub first; asked only where it matters. */
  mirrors: z.array(z.string()).optional(),
  /** The newest first, the proxy's among them. */
  containers: z.array(container),
  images: z.array(image),
  /** Files and directories of the app's previews, and when they were changed last; asked only where the app has previews. */
  previews: z.array(z.object({ file: z.string(), at: z.number() })).optional(),
  /** The proxy's own table of its routes. */
  routes: z.string().optional(),
  /** Kamal's lock details as they stand in their file. */
  lock: z.string().optional(),
  /** When the lock was taken, in seconds since 1970 by the server's clock. */
  lockSince: z.number().optional(),
  /** When the run that holds the lock was last heard of, in seconds since 1970 by the server's clock. */
  lockBeat: z.number().optional(),
});

export type Facts = z.infer<typeof factsSchema>;
export type FactsByHost = ReadonlyMap<Host, Facts>;
export type Container = z.infer<typeof container>;

export interface ProxyFacts {
  readonly running: boolean;
  readonly image: string;
}

/** A container that Docker is restarting counts: Kamal's filters take both states. */
export const isRunning = ({ state }: Container): boolean => state === "running" || state === "restarting";

/** Undefined where no container has this name, not even one that has ended. */
export function proxyOf({ containers }: Facts, name: string): ProxyFacts | undefined {
  const found = containers.find((candidate) => candidate.name === name);
  return found && { running: isRunning(found), image: found.image };
}

/** The containers of a role, the newest first. */
export const containersOf = ({ containers }: Facts, config: Config, role: Role): Container[] =>
  containers.filter(
    (candidate) =>
      candidate.service === config.service &&
      candidate.role === role.name &&
      candidate.destination === (config.destination ?? ""),
  );

/** What serves now, by Kamal's rule: the newest that runs the image tagged latest, else the newest that runs. */
export function currentContainer(facts: Facts, config: Config, role: Role): Container | undefined {
  const running = containersOf(facts, config, role).filter(isRunning);
  const latest = imageIdOf(facts, latestImage(config));
  return running.find((candidate) => latest !== undefined && imageIdOf(facts, candidate.image) === latest) ?? running[0];
}

/** The end of its name; what had to make way for another of its version has a mark behind it, Kamal's or ours. */
export function versionOf({ name }: Container, config: Config, role: Role): Version | undefined {
  const prefix = `${containerPrefix({ config, role })}-`;
  const version = name.startsWith(prefix) ? name.slice(prefix.length).replace(/_(?:replaced|failed)_[0-9a-f]{16}$/, "") : "";
  return isVersion(version) ? version : undefined;
}

/** An image is known by its tag, or by its own id, of which Docker shows the beginning, where the tag has gone to another. */
export const imageIdOf = ({ images }: Facts, name: string): string | undefined =>
  images.find(({ id, repository, tag }) => `${repository}:${tag}` === shown(name) || isIdOf(name, id))?.id;

function isIdOf(name: string, id: string): boolean {
  const digest = name.replace(/^sha256:/, "");
  return /^[0-9a-f]{12,64}$/.test(digest) && (digest.startsWith(id) || id.startsWith(digest));
}
