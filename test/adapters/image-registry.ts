import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { StoredImages, type StoredImagesFacts } from "./stored-images.ts";

/** What a registry has, and whom it lets read it. */
export interface ImageRegistryFacts extends StoredImagesFacts {
  /** Who may read: everybody, or whoever knows the password of `robot`. */
  readonly login?: "none" | "basic" | "token";
  readonly password?: string;
  /** Instead of the page that gives out tokens. */
  readonly realm?: string;
}

export interface ImageRegistry extends AsyncDisposable {
  /** As in an image's name. */
  readonly server: string;
  /** The manifests that it has now, by `path:tag`. */
  readonly images: ReadonlyMap<string, string>;
  /** Every request: its method, its path, and the kind of its authorization. */
  readonly requests: readonly string[];
  /** Happens to so many of the next requests; 1 by default. */
  break(how: Break, requests?: number): void;
  /** Happens to all requests like this. */
  breakAt(request: RegExp, how: Break): void;
  /** All go well again. */
  mend(): void;
}

type Break = "silence" | "hang-up" | number;

const page = "/token";
const token = "t0ken-of-robot";
/** What a token has to be good for, to look if absent. */
const actions: Readonly<Record<string, string>> = { DELETE: "delete", PUT: "pull,push" };

/** Answers on the loopback interface, without encryption: https://distribution.github.io/distribution/spec/api/ */
export async function startImageRegistry(
  facts: ImageRegistryFacts,
  digestOf: (manifest: string) => string,
): Promise<ImageRegistry> {
  const { login = "none", password = "s3cret" } = facts;
  const stored = new StoredImages(facts, digestOf);
  const requests: string[] = [];
  let broken: Break[] = [];
  let brokenAt: { readonly request: RegExp; readonly how: Break } | undefined;
  const basic = `Basic ${Buffer.from(`robot:${password}`).toString("base64")}`;

  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    const asked = `${method} ${url} ${headers.authorization?.split(" ")[0] ?? "nobody"}`;
    requests.push(asked);
    const how = broken.shift() ?? (brokenAt?.request.test(asked) ? brokenAt.how : undefined);
    if (how !== undefined) return fail(how, request, response);
    if (url.startsWith(page)) return giveToken(request, response);
    const action = actions[method] ?? "pull";
    if (may(headers.authorization, action)) return stored.answer(request, response);
    response.writeHead(401, { "www-authenticate": challenge(action) }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The registry listens nowhere");
  const host = `127.0.0.1:${address.port}`;

  const may = (authorization: string | undefined, action: string): boolean =>
    login === "none" || authorization === (login === "basic" ? basic : `Bearer ${token}-${action}`);
  const challenge = (action: string): string =>
    login === "basic"
      ? 'Basic realm="robots"'
      : `Bearer realm="${facts.realm ?? `http://${host}${page}`}",service="images",scope="repository:acme/shop:${action}"`;

  function giveToken({ url = "", headers }: IncomingMessage, response: ServerResponse): void {
    const { searchParams } = new URL(url, "http://registry");
    const asked = [searchParams.get("service"), searchParams.get("scope")].join(" ");
    const [, action] = /^images repository:acme\/shop:(pull|delete|pull,push)$/.exec(asked) ?? [];
    if (action === undefined) return void response.writeHead(400).end();
    if (headers.authorization !== basic) return void response.writeHead(401).end();
    response.end(JSON.stringify({ access_token: `${token}-${action}`, expires_in: 300 }));
  }

  return {
    ...{ server: host, requests, images: stored.all },
    break: (how, count = 1) => {
      broken = Array.from({ length: count }, () => how);
    },
    breakAt: (request, how) => {
      brokenAt = { request, how };
    },
    mend: () => {
      brokenAt = undefined;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fail(how: Break, { socket }: IncomingMessage, response: ServerResponse): void {
  if (how === "silence") return;
  if (how === "hang-up") return void socket.destroy();
  response.writeHead(how).end();
}
