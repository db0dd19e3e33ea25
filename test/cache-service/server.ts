import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { answerArtifactCache, artifactCachePath } from "./artifact-cache.ts";
import { Entries } from "./entries.ts";
import { type Answer, type Received, Refused } from "./exchange.ts";
import { answerResults, type Results, resultsPath } from "./results.ts";
import { answerStorage, signedPath, storagePath } from "./storage.ts";
import { permissionsOf, type TokenOptions, tokenFor } from "./token.ts";

/** A stand-in of the cache service of GitHub Actions: both versions, and the storage behind them. */
export interface CacheService extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string;
  /** As in `200 POST /twirp/...`, in the order in which they were answered. */
  readonly requests: readonly string[];
  /** The keys that can be restored. */
  keys(): readonly string[];
  token(options?: TokenOptions): string;
  /** What a runner puts into the environment of an action. */
  environment(version: "v1" | "v2", options?: TokenOptions): Readonly<Record<string, string>>;
}

/** @param host this machine's address where it listens: loopback, unless a lab's engine is to reach it */
export async function startCacheService(host = "127.0.0.1"): Promise<CacheService> {
  const key = randomBytes(16).toString("hex");
  const entries = new Entries();
  const requests: string[] = [];
  const server = createServer((incoming, response) => {
    void answered(incoming, (request) => answer(key, entries, request)).then((given) => {
      requests.push(`${given.status} ${incoming.method} ${incoming.url?.split("?")[0]}`);
      send(response, given);
    });
  });
  const url = `http://${host}:${await listening(server, host)}`;
  const token = (options: TokenOptions = {}): string => tokenFor(key, options);
  return {
    ...{ url, requests, token, keys: () => entries.keys() },
    environment: (version, options) => ({ ...addresses(url, version), ACTIONS_RUNTIME_TOKEN: token(options) }),
    [Symbol.asyncDispose]: () => closed(server),
  };
}

/** On GitHub both names are there; which version serves, the third one says. Enterprise servers know only the first. */
function addresses(url: string, version: "v1" | "v2"): Readonly<Record<string, string>> {
  const first = { ACTIONS_CACHE_URL: `${url}${artifactCachePath}/` };
  return version === "v1" ? first : { ...first, ACTIONS_RESULTS_URL: `${url}/`, ACTIONS_CACHE_SERVICE_V2: "True" };
}

function answer(key: string, entries: Entries, request: Received): Answer {
  const { origin, pathname } = request.url;
  const service: Results = {
    entries,
    permissions: permissionsOf(key, request),
    signedUrl: (entry, to) => `${origin}${signedPath(key, entry, to)}`,
  };
  if (pathname.startsWith(resultsPath)) return answerResults(request, service);
  if (pathname.startsWith(storagePath)) return answerStorage(key, request, entries);
  return answerArtifactCache(request, service);
}

async function answered(incoming: IncomingMessage, reply: (request: Received) => Answer): Promise<Answer> {
  try {
    const { method = "", headers, url = "/" } = incoming;
    return reply({ method, headers, url: new URL(url, `http://${headers.host}`), body: await buffer(incoming) });
  } catch (error) {
    return error instanceof Refused ? error.answer : { status: 500, body: String(error) };
  }
}

const send = (response: ServerResponse, { status, headers = {}, body }: Answer): void =>
  void response
    .writeHead(status, { ...headers, ...(body !== undefined && { "content-length": Buffer.byteLength(body) }) })
    .end(body);

function listening(server: Server, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on("error", reject).listen(0, host, () => {
      const address = server.address();
      if (typeof address === "object" && address) resolve(address.port);
    });
  });
}

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
