import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

export interface StoredImagesFacts {
  /** The manifests by `path:tag`. */
  readonly images: Readonly<Record<string, string>>;
  /** Some proxies leave it out. */
  readonly tellsDigest?: boolean;
  /** How it deletes: by tag and by digest, by digest alone with all tags, not at all, or not for this user; by tag if absent. */
  readonly deletes?: "tags" | "images" | "nothing" | "not yours";
  /** How many tags a page of the list has; all if absent. */
  readonly tagsPerPage?: number;
}

/** The digest of a manifest. */
export const sum = (manifest: string): string => `sha256:${createHash("sha256").update(manifest).digest("hex")}`;

interface Place {
  readonly path: string;
  /** A tag, or a digest. */
  readonly reference: string;
}

/** What a registry keeps, and what it does with it. */
export class StoredImages {
  readonly all: Map<string, string>;
  readonly #facts: StoredImagesFacts;
  readonly #digestOf: (manifest: string) => string;

  constructor(facts: StoredImagesFacts, digestOf: (manifest: string) => string) {
    this.#facts = facts;
    this.#digestOf = digestOf;
    this.all = new Map(Object.entries(facts.images));
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const { method, url = "" } = request;
    const [, path = "", reference = ""] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url) ?? [];
    if (url.includes("/tags/list")) this.#list(url, response);
    else if (method === "DELETE") this.#delete({ path, reference }, response);
    else if (method === "PUT") void this.#take({ path, reference }, request, response);
    else this.#give({ path, reference }, request, response);
  }

  #give(place: Place, { method, headers }: IncomingMessage, response: ServerResponse): void {
    const [manifest] = this.#namesOf(place).map((name) => this.all.get(name));
    if (manifest === undefined || !headers.accept?.includes("image.index.v1+json")) return void response.writeHead(404).end();
    if (this.#facts.tellsDigest !== false) response.setHeader("docker-content-digest", this.#digestOf(manifest));
    response.end(method === "HEAD" ? undefined : manifest);
  }

  #list(url: string, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, "http://registry");
    const path = pathname.replace(/^\/v2\/(.+)\/tags\/list$/, "$1");
    const all = [...this.all.keys()].filter((name) => name.startsWith(`${path}:`)).map((name) => name.slice(path.length + 1));
    if (all.length === 0) return void response.writeHead(404).end();
    const rest = all.toSorted().filter((tag) => tag > (searchParams.get("last") ?? ""));
    const tags = rest.slice(0, this.#facts.tagsPerPage);
    if (tags.length < rest.length) response.setHeader("link", `</v2/${path}/tags/list?last=${tags.at(-1)}>; rel="next"`);
    response.end(JSON.stringify({ name: path, tags }));
  }

  #delete(place: Place, response: ServerResponse): void {
    const { deletes = "tags" } = this.#facts;
    if (deletes === "not yours") return void response.writeHead(403).end();
    const isTag = !place.reference.startsWith("sha256:");
    if (deletes === "nothing" || (deletes === "images" && isTag)) return void response.writeHead(405).end();
    const names = this.#namesOf(place);
    for (const name of names) this.all.delete(name);
    response.writeHead(names.length > 0 ? 202 : 404).end();
  }

  async #take({ path, reference }: Place, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#facts.deletes === "not yours") return void response.writeHead(403).end();
    this.all.set(`${path}:${reference}`, await text(request));
    response.writeHead(201).end();
  }

  /** By a digest, all tags that the image has. */
  #namesOf({ path, reference }: Place): string[] {
    const here = [...this.all].filter(([name]) => name.startsWith(`${path}:`));
    return here
      .filter(([name, manifest]) => name === `${path}:${reference}` || this.#digestOf(manifest) === reference)
      .map(([name]) => name);
  }
}
