import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { parseJson } from "../../src/core/json.ts";
import { type Answer, badCredentials, notAccessible, notFound, refusal } from "./answer.ts";
import { Package, type PackageFacts } from "./packages.ts";
import { type Endpoint, type Permissions, Repository, type RepositoryFacts } from "./repository.ts";

/** A job's own token, of one repository: docs.github.com/actions/security-guides/automatic-token-authentication */
export interface Token {
  readonly text: string;
  readonly repository: string;
  readonly permissions: Permissions;
}

export interface Asked {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
}

/** What happens to the next request instead of its answer. */
export type Mishap = Answer | "silence" | "hang up";

export interface Github extends AsyncDisposable {
  /** As in GITHUB_API_URL. */
  readonly url: string;
  readonly requests: readonly Asked[];
  /** What GitHub puts up with, and nobody should send. */
  readonly faults: readonly string[];
  readonly packages: readonly Package[];
  /** @throws Error where there is none */
  repository(name: string): Repository;
  /** Resolves once it has answered such a request, as in `POST /repos/acme/app/deployments`. */
  answered(request: RegExp): Promise<void>;
  /** Comes to the next requests, one each. */
  next(...mishaps: readonly Mishap[]): void;
  /** Comes to every request from now on; undefined: no more. */
  always(mishap: Mishap | undefined): void;
}

export interface GithubFacts {
  readonly tokens: readonly Token[];
  readonly repositories: readonly RepositoryFacts[];
  readonly packages?: readonly PackageFacts[];
  /** What a repository was called before, and is now. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/** Answers as GitHub's REST API does, as far as it is asked here: docs.github.com/rest */
export async function startGithub({ tokens, repositories: facts, renamed = {}, ...more }: GithubFacts): Promise<Github> {
  const packages = (more.packages ?? []).map((each) => new Package(each));
  const repositories = facts.map((each) => new Repository(each));
  const requests: Asked[] = [];
  const faults: string[] = [];
  const mishaps: Mishap[] = [];
  const answers = new EventEmitter();
  let constant: Mishap | undefined;

  function answer(request: IncomingMessage, body: string): Answer {
    const { method = "", url = "", headers } = request;
    const { pathname, searchParams: query } = new URL(url, "http://github");
    const [, name = "", path = ""] = /^\/repos\/([^/]+\/[^/]+)(.*)$/.exec(pathname) ?? [];
    const now = renamed[name];
    if (now !== undefined) return movedTo(url.replace(name, now), method);
    const token = tokens.find((each) => headers.authorization === `Bearer ${each.text}`);
    if (!token) return badCredentials;
    const image = packages.find((each) => pathname.startsWith(each.path));
    const ofImage = image?.endpoint({ method, path: pathname, query, body: undefined });
    if (ofImage) return permitted(token, { name: token.repository, isPrivate: true }, ofImage);
    const repository = repositories.find((each) => each.name === name);
    const endpoint = repository?.endpoint({ method, path, query, body: parseJson(body) });
    return repository && endpoint ? permitted(token, repository, endpoint) : notFound;
  }

  const server = createServer(async (request, response) => {
    const body = await text(request);
    requests.push({ method: request.method ?? "", path: request.url ?? "", body: parseJson(body) });
    const mishap = mishaps.shift() ?? constant;
    if (mishap === "silence") return;
    if (mishap === "hang up") return void request.socket.destroy();
    faults.push(...faultsOf(request, body));
    send(response, mishap ?? refusedAtTheDoor(request, body) ?? answer(request, body));
    answers.emit("answer");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("It listens nowhere");
  return {
    ...{ url: `http://127.0.0.1:${address.port}`, requests, faults, packages },
    repository(name) {
      const known = repositories.find((each) => each.name === name);
      if (!known) throw new Error(`There is no repository ${name}`);
      return known;
    },
    async answered(request) {
      while (!requests.some(({ method, path }) => request.test(`${method} ${path}`))) await once(answers, "answer");
    },
    next: (...more) => void mishaps.push(...more),
    always: (mishap) => {
      constant = mishap;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A private repository that is not the token's own does not exist for it. */
function permitted(
  token: Token,
  { name, isPrivate }: Pick<Repository, "name" | "isPrivate">,
  { needs: [permission, level], answer }: Endpoint,
): Answer {
  const own = token.repository === name;
  if (isPrivate && !own) return notFound;
  const given = own ? token.permissions[permission] : undefined;
  const isEnough = given === "write" || given === level || (level === "read" && !isPrivate);
  return isEnough ? answer() : notAccessible(`${permission}=${level}`);
}

/** docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api, "Follow redirects" */
const movedTo = (location: string, method: string): Answer => ({
  ...{ status: method === "GET" ? 301 : 307, body: "", headers: { location } },
});

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  const limits = { "x-ratelimit-limit": "1000", "x-ratelimit-remaining": "990", "x-ratelimit-reset": "1767323045" };
  const type = typeof body === "string" ? "text/html" : "application/json; charset=utf-8";
  response.writeHead(status, { "content-type": type, ...limits, ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

/** docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api, and troubleshooting-the-rest-api beside it. */
function refusedAtTheDoor({ method, headers }: IncomingMessage, body: string): Answer | undefined {
  if (!headers["user-agent"])
    return {
      status: 403,
      body: "Request forbidden by administrative rules. Please make sure your request has a User-Agent header",
    };
  const version = headers["x-github-api-version"];
  if (version !== undefined && version !== "2022-11-28") return refusal(400, `Version ${version} is not a supported version.`);
  if (!/json|\*\/\*/.test(headers.accept ?? "*/*"))
    return refusal(415, "Unsupported 'Accept' header. Must accept 'application/json'.");
  if ((method === "POST" || method === "PATCH") && parseJson(body) === undefined) return refusal(400, "Problems parsing JSON");
  return undefined;
}

/** What the documentation recommends, and what no client should do. */
function faultsOf({ method, headers, url = "" }: IncomingMessage, body: string): string[] {
  const expected = { accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28" };
  const wrong = Object.entries(expected).filter(([name, value]) => headers[name] !== value);
  return [
    ...wrong.map(([name]) => `${method} ${url} has the ${name} ${headers[name]}`),
    ...(/^landfall\/\d+\.\d+\.\d+$/.test(headers["user-agent"] ?? "")
      ? []
      : [`${method} ${url} comes from ${headers["user-agent"]}`]),
    ...((method === "GET" || method === "DELETE") && body !== "" ? [`${method} ${url} has a body`] : []),
    ...(method === "POST" && headers["content-type"] !== "application/json" ? [`POST ${url} is ${headers["content-type"]}`] : []),
  ];
}
