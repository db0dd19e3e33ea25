import { z } from "zod";
import type { Entry } from "./entries.ts";
import { type Answer, header, json, jsonOf, type Received, Refused } from "./exchange.ts";
import type { Results } from "./results.ts";

/** The account's part of the path, as in ACTIONS_CACHE_URL. */
export const artifactCachePath = "/lab";
const resources = `${artifactCachePath}/_apis/artifactcache/`;

const reservationSchema = z.object({ key: z.string().regex(/^[^,]{1,512}$/), version: z.string().min(1) });
const commitSchema = z.object({ size: z.int().nonnegative() });

/** Version 1 of the cache service; facts: https://github.com/tonistiigi/go-actions-cache/blob/master/api.md and @actions/cache 6.3. */
export function answerArtifactCache(request: Received, service: Results): Answer {
  if (!service.permissions) throw refused(401, "the token is wrong or has expired");
  if (!header(request, "accept")?.includes("api-version=6.0-preview.1")) throw refused(400, "No api-version was supplied");
  const [resource, id, ...rest] = request.url.pathname.slice(resources.length).split("/");
  const known = request.url.pathname.startsWith(resources) && rest.length === 0;
  const asked = known ? `${request.method} ${resource}${id === undefined ? "" : "/ID"}` : "";
  switch (asked) {
    case "GET cache":
      return lookUp(request, service);
    case "POST caches":
      return reserve(request, service);
    case "PATCH caches/ID":
      return upload(request, entryOf(service, id));
    case "POST caches/ID":
      return commit(request, entryOf(service, id));
    default:
      throw refused(404, `no resource ${request.method} ${request.url.pathname}`);
  }
}

function lookUp({ url }: Received, { entries, permissions, signedUrl }: Results): Answer {
  if (!permissions?.includes("read")) throw refused(403, "cache read denied: no readable scope");
  const keys = url.searchParams.get("keys")?.split(",").filter(Boolean) ?? [];
  const version = url.searchParams.get("version") ?? "";
  const [first] = keys;
  if (first === undefined || version === "" || keys.length > 10) throw refused(400, "keys or version are missing, or too many");
  // Every key is a prefix here, the first one too.
  const entry = entries.find(first, keys, version);
  if (!entry) return { status: 204 };
  return json(200, { cacheKey: entry.key, scope: "refs/heads/main", archiveLocation: signedUrl(entry, "read") });
}

function reserve(request: Received, { entries, permissions }: Results): Answer {
  if (!permissions?.includes("write")) throw refused(403, "cache write denied: no writable scope");
  const { key, version } = read(reservationSchema, request);
  const entry = entries.reserve(key, version);
  if (!entry) throw refused(409, `Cache already exists for ${key}`, "ArtifactCacheItemAlreadyExistsException");
  return json(201, { cacheId: entry.id });
}

function upload(request: Received, entry: Entry): Answer {
  const range = /^bytes (\d+)-(\d+)\/\*$/.exec(header(request, "content-range") ?? "");
  const [, from = "", to = ""] = range ?? [];
  if (!range || Number(to) - Number(from) + 1 !== request.body.length) throw refused(400, "Content-Range does not fit the body");
  if (header(request, "content-type") !== "application/octet-stream") throw refused(415, "application/octet-stream is expected");
  entry.addPiece(from, request.body);
  return { status: 204 };
}

function commit(request: Received, entry: Entry): Answer {
  const { size } = read(commitSchema, request);
  if (!entry.assembleByOffset() || entry.content.length !== size) throw refused(400, "The size is not what was uploaded");
  entry.finish();
  return { status: 204 };
}

function entryOf({ entries, permissions }: Results, id = ""): Entry {
  const entry = entries.byId(id);
  if (!permissions?.includes("write")) throw refused(403, "cache write denied: no writable scope");
  if (!entry || entry.finished) throw refused(404, `No upload ${id} is under way`);
  return entry;
}

function read<T>(schema: z.ZodType<T>, request: Received): T {
  const parsed = schema.safeParse(jsonOf(request));
  if (!parsed.success) throw refused(400, z.prettifyError(parsed.error));
  return parsed.data;
}

const refused = (status: number, message: string, typeKey = "ArtifactCacheException"): Refused =>
  new Refused(json(status, { message, typeKey }));
