import { z } from "zod";
import type { Entries, Entry } from "./entries.ts";
import { type Answer, header, json, jsonOf, type Received, Refused } from "./exchange.ts";
import type { Permission } from "./token.ts";

export const resultsPath = "/twirp/github.actions.results.api.v1.CacheService/";

export interface Results {
  readonly entries: Entries;
  /** Undefined without a good token. */
  readonly permissions: readonly Permission[] | undefined;
  readonly signedUrl: (entry: Entry, to: Permission) => string;
}

/** A key has at most 512 characters and no comma; source: @actions/cache, checkKey. */
const key = z.string().regex(/^[^,]{1,512}$/);
const version = z.string().min(1);

const createSchema = z.object({ key, version });
// An int64 is a string in protobuf's JSON, and readers take a number too: BuildKit sends one.
const finalizeSchema = z.object({ key, version, size_bytes: z.union([z.string().regex(/^\d+$/), z.int().nonnegative()]) });
const lookupSchema = z.object({ key, version, restore_keys: z.array(key).max(10).default([]) });

/**
 * Version 2 of the cache service. Codes and their statuses: https://twitchtv.github.io/twirp/docs/spec_v7.html; fields:
 * @actions/cache 6.3 (generated/results/api/v1/cache).
 */
export function answerResults(request: Received, service: Results): Answer {
  const method = request.url.pathname.slice(resultsPath.length);
  const isJson = header(request, "content-type")?.split(";")[0] === "application/json";
  if (request.method !== "POST" || !isJson) throw refused(404, "bad_route", "only POST with application/json");
  if (!service.permissions) throw refused(401, "unauthenticated", "the token is wrong or has expired");
  switch (method) {
    case "CreateCacheEntry":
      return create(request, service);
    case "FinalizeCacheEntryUpload":
      return finalize(request, service);
    case "GetCacheEntryDownloadURL":
      return lookUp(request, service);
    default:
      throw refused(404, "bad_route", `no method ${method}`);
  }
}

function create(request: Received, { entries, permissions, signedUrl }: Results): Answer {
  mayWrite(permissions);
  const { key, version } = read(createSchema, request);
  const entry = entries.reserve(key, version);
  if (!entry) throw refused(409, "already_exists", "cache entry with the same key, version, and scope already exists");
  return json(200, { ok: true, signed_upload_url: signedUrl(entry, "write"), message: "" });
}

function finalize(request: Received, { entries, permissions }: Results): Answer {
  mayWrite(permissions);
  const { key, version, size_bytes } = read(finalizeSchema, request);
  const entry = entries.pending(key, version);
  if (!entry) throw refused(404, "not_found", "no upload of this key is under way");
  if (BigInt(size_bytes) !== BigInt(entry.content.length))
    throw refused(400, "invalid_argument", `${entry.content.length} bytes were uploaded`);
  entry.finish();
  return json(200, { ok: true, entry_id: String(entry.id), message: "" });
}

function lookUp(request: Received, { entries, permissions, signedUrl }: Results): Answer {
  // The words after which clients know a policy's denial: @actions/cache, constants.
  if (!permissions?.includes("read")) throw refused(403, "permission_denied", "cache read denied: no readable scope");
  const { key, version, restore_keys } = read(lookupSchema, request);
  const entry = entries.find(key, restore_keys, version);
  if (!entry) return json(200, { ok: false, signed_download_url: "", matched_key: "" });
  return json(200, { ok: true, signed_download_url: signedUrl(entry, "read"), matched_key: entry.key });
}

function mayWrite(permissions: Results["permissions"]): void {
  if (!permissions?.includes("write")) throw refused(403, "permission_denied", "cache write denied: no writable scope");
}

function read<T>(schema: z.ZodType<T>, request: Received): T {
  const value = jsonOf(request);
  if (value === undefined) throw refused(400, "malformed", "the body is no JSON");
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw refused(400, "invalid_argument", z.prettifyError(parsed.error));
  return parsed.data;
}

const refused = (status: number, code: string, msg: string): Refused => new Refused(json(status, { code, msg }));
