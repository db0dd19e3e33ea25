import { randomUUID } from "node:crypto";
import type { Entries, Entry } from "./entries.ts";
import { type Answer, header, type Received, Refused } from "./exchange.ts";
import { type Permission, same, signature } from "./token.ts";

/** Account and container, as a server without names for them has them in its path. */
export const storagePath = "/storage/actions-cache/";

/** What a signature allows, in Azure's letters; docs: https://learn.microsoft.com/rest/api/storageservices/create-service-sas */
const letters = { read: "r", write: "cw" } as const;

export function signedPath(key: string, entry: Entry, to: Permission, validFor = 600): string {
  const ends = new Date(Date.now() + validFor * 1000).toISOString();
  const query = new URLSearchParams({ se: ends, sp: letters[to], sv: "2025-11-05" });
  query.set("sig", signature(key, `${entry.id} ${letters[to]} ${ends}`));
  return `${storagePath}${entry.id}?${query}`;
}

/**
 * Block blobs of Azure's storage; docs: https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api. Every answer has
 * x-ms-request-id: BuildKit's daemon crashes without it (go-actions-cache, cache_v2.go: uploadV2 prints it unasked).
 */
export function answerStorage(key: string, request: Received, entries: Entries): Answer {
  const stamped = ({ headers, ...answer }: Answer): Answer => ({
    ...answer,
    headers: { "x-ms-request-id": randomUUID(), "x-ms-version": header(request, "x-ms-version") ?? "2025-11-05", ...headers },
  });
  try {
    return stamped(answerBlob(key, request, entries));
  } catch (error) {
    if (error instanceof Refused) throw new Refused(stamped(error.answer));
    throw error;
  }
}

function answerBlob(key: string, request: Received, entries: Entries): Answer {
  const { method, url } = request;
  const id = url.pathname.slice(storagePath.length);
  checkSignature(key, id, request);
  const entry = entries.byId(id);
  if (!entry) throw refused(404, "BlobNotFound");
  const version = header(request, "x-ms-version");
  if (version !== undefined && !/^\d{4}-\d\d-\d\d$/.test(version)) throw refused(400, "InvalidHeaderValue");
  switch (`${method} ${url.searchParams.get("comp") ?? ""}`.trim()) {
    case "PUT":
      return put(request, entry);
    case "PUT block":
      return putBlock(request, entry);
    case "PUT blocklist":
      return putBlockList(request, entry);
    case "GET":
      return get(request, entry);
    case "HEAD":
      return { status: 200, headers: { ...facts(entry), "content-length": String(entry.content.length) } };
    default:
      throw refused(405, "UnsupportedHttpVerb");
  }
}

function checkSignature(key: string, id: string, { method, url }: Received): void {
  const [letters = "", ends = "", signed = ""] = ["sp", "se", "sig"].map((name) => url.searchParams.get(name) ?? "");
  if (!same(signed, signature(key, `${id} ${letters} ${ends}`))) throw refused(403, "AuthenticationFailed");
  if (Date.parse(ends) <= Date.now()) throw refused(403, "AuthenticationFailed");
  if (!letters.includes(method === "PUT" ? "w" : "r")) throw refused(403, "AuthorizationPermissionMismatch");
}

function put(request: Received, entry: Entry): Answer {
  const type = header(request, "x-ms-blob-type");
  if (type === undefined) throw refused(400, "MissingRequiredHeader");
  if (type !== "BlockBlob") throw refused(400, "InvalidHeaderValue");
  entry.put(request.body);
  return { status: 201, headers: facts(entry) };
}

function putBlock({ url, body }: Received, entry: Entry): Answer {
  const block = url.searchParams.get("blockid") ?? "";
  if (!/^[\w+/]+={0,2}$/.test(block) || body.length === 0) throw refused(400, "InvalidQueryParameterValue");
  entry.addPiece(block, body);
  return { status: 201 };
}

function putBlockList({ body }: Received, entry: Entry): Answer {
  const list = /<BlockList>([\s\S]*)<\/BlockList>/.exec(body.toString("utf8"))?.[1];
  if (list === undefined) throw refused(400, "InvalidXmlDocument");
  const blocks = [...list.matchAll(/<(?:Latest|Uncommitted)>([^<]+)<\//g)].map(([, block = ""]) => block);
  if (!entry.assemble(blocks)) throw refused(400, "InvalidBlockList");
  return { status: 201, headers: facts(entry) };
}

function get(request: Received, entry: Entry): Answer {
  const { content } = entry;
  const asked = header(request, "x-ms-range") ?? header(request, "range");
  if (asked === undefined) return { status: 200, headers: facts(entry), body: content };
  const [, from = "", to = ""] = /^bytes=(\d+)-(\d*)$/.exec(asked) ?? [];
  if (from === "" || Number(from) >= content.length) throw refused(416, "InvalidRange");
  const end = Math.min(to === "" ? Number.POSITIVE_INFINITY : Number(to) + 1, content.length);
  const range = `bytes ${from}-${end - 1}/${content.length}`;
  return { status: 206, headers: { ...facts(entry), "content-range": range }, body: content.subarray(Number(from), end) };
}

const facts = ({ id }: Entry): Readonly<Record<string, string>> => ({
  etag: `"${id}"`,
  "last-modified": new Date().toUTCString(),
  "accept-ranges": "bytes",
  "x-ms-blob-type": "BlockBlob",
});

const refused = (status: number, code: string): Refused =>
  new Refused({
    status,
    headers: { "x-ms-error-code": code, "content-type": "application/xml" },
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  });
