import type { Config } from "./config.ts";
import { isMovingTag, isVersion, type Version, versionRule } from "./names.ts";
import { previewTagStart } from "./preview/name.ts";

declare const brand: unique symbol;
/** What an image is known by whatever its tags: `sha256:` and 64 digits. */
export type Digest = string & { readonly [brand]: "Digest" };

/** An image by its name, as in `docker pull`: https://pkg.go.dev/github.com/distribution/reference */
export interface ImageReference {
  /** Host and port of the registry; `docker.io` where the name has none. */
  readonly server: string;
  /** The repository there; `library/` is written out. */
  readonly path: string;
  readonly tag: string | undefined;
  readonly digest: Digest | undefined;
}

/** One image and no other, whatever its tag means tomorrow. */
export interface PinnedImage extends ImageReference {
  readonly digest: Digest;
}

export const isPinned = (image: ImageReference): image is PinnedImage => image.digest !== undefined;

const hub = "docker.io";
const label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const serverName = new RegExp(`^(?:${label}(?:\\.${label})*|\\[[0-9A-Fa-f:]+\\])(?::[0-9]+)?$`);
const word = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const pathName = new RegExp(`^${word}(?:/${word})*$`);

export const isDigest = (text: string): text is Digest => /^sha256:[0-9a-f]{64}$/.test(text);

/**
 * Reads what people type: a whole reference, or only a tag or a digest of the image that deploy.yml names.
 * @returns why it is none, in a sentence, if it is none
 */
export function readReference(text: string, { image }: Pick<Config, "image">): ImageReference | string {
  if (isDigest(text)) return readReference(`${image}@${text}`, { image });
  if (text.startsWith("@")) return readReference(`${image}${text}`, { image });
  if (text !== "" && !/[/:@]/.test(text)) return readReference(`${image}:${text}`, { image });
  const { name, tag, digest } = partsOf(text);
  const complaint = complaintAbout(name, tag, digest);
  if (complaint !== undefined) return `"${text}" is no image: ${complaint}`;
  return { ...placeOf(name), tag, digest: digest !== undefined && isDigest(digest) ? digest : undefined };
}

function partsOf(text: string) {
  const at = text.indexOf("@");
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(":");
  const tagged = colon > named.lastIndexOf("/");
  return {
    name: tagged ? named.slice(0, colon) : named,
    tag: tagged ? named.slice(colon + 1) : undefined,
    digest: at < 0 ? undefined : text.slice(at + 1),
  };
}

function complaintAbout(name: string, tag: string | undefined, digest: string | undefined): string | undefined {
  const { server, path } = placeOf(name);
  if (digest !== undefined && !isDigest(digest)) return "behind the @ comes sha256: and 64 digits from 0-9 and a-f";
  if (tag !== undefined && !isVersion(tag)) return `a tag has ${versionRule}`;
  if (name.length > 255) return "its name is longer than 255 characters";
  if (!serverName.test(server)) return `${JSON.stringify(server)} cannot be a registry's host`;
  if (pathName.test(path)) return undefined;
  if (pathName.test(path.toLowerCase())) return "its name must be in lower case";
  return "it is not written as in [server/]name[:tag][@sha256:...]";
}

/** What stands before the first slash is a server only if it looks like one. */
function placeOf(name: string): Pick<ImageReference, "server" | "path"> {
  const [first = "", ...rest] = name.split("/");
  const isServer = rest.length > 0 && (/[.:]|^localhost$/.test(first) || first !== first.toLowerCase());
  const server = isServer ? normalServer(first) : hub;
  const path = isServer ? rest.join("/") : name;
  return { server, path: server === hub && !path.includes("/") ? `library/${path}` : path };
}

const normalServer = (server: string): string => (server === "index.docker.io" ? hub : server);

/** The image without its tag and digest. */
export const repositoryOf = ({ server, path }: ImageReference): string => `${server}/${path}`;

/** As it was asked for, to be asked for again. */
export const namedImage = (image: ImageReference): string =>
  `${repositoryOf(image)}${image.tag === undefined ? "" : `:${image.tag}`}`;

/** The same and no other. */
export const pinnedImage = (image: PinnedImage): string => `${namedImage(image)}@${image.digest}`;

/** The registry that deploy.yml logs in to has it. */
export const isAtRegistry = ({ registry }: Pick<Config, "registry">, { server }: ImageReference): boolean =>
  normalServer(registry.server?.split("/")[0] ?? hub) === server;

/** It is in the repository that deploy.yml's own images are in. */
export function isOwnImage({ image }: Pick<Config, "image">, reference: ImageReference): boolean {
  const own = placeOf(image);
  return own.server === reference.server && own.path === reference.path;
}

/** What a version of this image is called: by its tag, unless that belongs to whatever serves; without what a preview has before it. */
export function versionOfImage({ tag, digest }: PinnedImage): Version {
  const name = tag?.replace(previewTagStart, "");
  if (name !== undefined && isVersion(name) && !isMovingTag(name)) return name;
  const short = digest.replace(/^sha256:(.{12}).*$/, "sha256-$1");
  if (isVersion(short)) return short;
  throw new TypeError(`${digest} is no digest`);
}
