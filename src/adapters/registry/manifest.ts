import { createHash } from "node:crypto";
import { type Digest, isDigest } from "../../core/config/image-reference.ts";
import { wholeBody } from "../whole-body.ts";
import type { AskRepository } from "./repository.ts";

/** Of an image for several platforms the list, as Docker pulls it. */
const accept = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** @param reference a tag, or a digest */
export const manifest = (ask: AskRepository, method: "HEAD" | "GET", reference: string): Promise<Response> =>
  ask({ method, path: `manifests/${reference}`, headers: { accept } });

/**
 * The digest of what a registry has shown, or shows if it is asked once more.
 * @param whole asks for all of it, which is needed where a proxy on the way has left the digest out
 * @throws Error where it has another form than is known
 */
export async function digestIn(response: Response, whole: () => Promise<Response>): Promise<Digest> {
  const digest = response.headers.get("docker-content-digest") ?? sumOf(await wholeBody(await whole()));
  if (isDigest(digest)) return digest;
  throw new Error(`its digest is ${JSON.stringify(digest)}`);
}

const sumOf = (body: Buffer): string => `sha256:${createHash("sha256").update(body).digest("hex")}`;

/** What a tag means. */
export interface Tagged {
  readonly tag: string;
  readonly digest: Digest;
}

/** How many questions are asked at the same time. */
const atOnce = 8;

/** Of those that are still there. @throws Error where the registry does not tell */
export async function digestsOf(ask: AskRepository, tags: readonly string[]): Promise<Tagged[]> {
  const found: Tagged[] = [];
  for (let start = 0; start < tags.length; start += atOnce)
    found.push(...(await Promise.all(tags.slice(start, start + atOnce).map((tag) => digestOf(ask, tag)))).flat());
  return found;
}

async function digestOf(ask: AskRepository, tag: string): Promise<Tagged[]> {
  const shown = async (method: "HEAD" | "GET"): Promise<Response> => {
    const response = await manifest(ask, method, tag);
    if (response.ok || response.status === 404) return response;
    throw new Error(`it answers ${response.status} when it is asked for the tag ${tag}`);
  };
  const response = await shown("HEAD");
  return response.status === 404 ? [] : [{ tag, digest: await digestIn(response, () => shown("GET")) }];
}
