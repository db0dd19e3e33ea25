import { type Answer, found, notFound } from "./answer.ts";
import type { Endpoint, Question } from "./repository.ts";

export interface PackageFacts {
  readonly kind: "orgs" | "users";
  readonly owner: string;
  readonly name: string;
  /** Each by the tags of one image, the newest first. */
  readonly images: readonly (readonly string[])[];
}

/** The images of one package: docs.github.com/rest/packages/packages, "List package versions". */
export class Package {
  readonly path: string;
  readonly versions: { readonly id: number; readonly digest: string; readonly tags: readonly string[] }[];

  constructor({ kind, owner, name, images }: PackageFacts) {
    this.path = `/${kind}/${owner}/packages/container/${encodeURIComponent(name)}/versions`;
    this.versions = images.map((tags, index) => ({ id: 500 + index, digest: `sha256:${String(index).padStart(64, "0")}`, tags }));
  }

  /** Undefined where GitHub has no such page. */
  endpoint({ method, path, query }: Question): Endpoint | undefined {
    const id = Number(path.slice(this.path.length + 1));
    if (method === "GET" && path === this.path) return { needs: ["packages", "read"], answer: () => this.#list(query) };
    if (method === "DELETE" && id > 0) return { needs: ["packages", "write"], answer: () => this.#delete(id) };
    return undefined;
  }

  #list(query: URLSearchParams): Answer {
    const perPage = Math.min(Number(query.get("per_page") ?? 30), 100);
    const start = (Number(query.get("page") ?? 1) - 1) * perPage;
    const shown = this.versions.slice(start, start + perPage);
    return found(
      shown.map(({ id, digest, tags }) => ({ id, name: digest, metadata: { package_type: "container", container: { tags } } })),
    );
  }

  #delete(id: number): Answer {
    const at = this.versions.findIndex((each) => each.id === id);
    if (at < 0) return notFound;
    this.versions.splice(at, 1);
    return { status: 204, body: "" };
  }
}
