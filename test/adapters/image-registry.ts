import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** What a registry has, and whom it lets read it. */
export interface ImageRegistryFacts {
  /** The manifests by `path:tag`. */
  readonly images: Readonly<Record<string, string>>;
  /** Who may read: everybody, or whoever knows the password of `robot`. */
  readonly login?: "none" | "basic" | "token";
  readonly password?: string;
  /** Some proxies leave it out. */
  readonly tellsDigest?: boolean;
  /** Instead of the page that gives out tokens. */
  readonly realm?: string;
}

export interface ImageRegistry extends AsyncDisposable {
  /** As in an image's name. */
  readonly server: string;
  /** Every request: its method, its path, and the kind of its authorization. */
  readonly requests: readonly string[];
  /** Happens to so many of the next requests; 1 by default. */
  break(how: "silence" | "hang-up" | number, requests?: number): void;
}

const page = "/token";
const token = "t0ken-of-robot";

/** Answers on the loopback interface, without encryption: https://distribution.github.io/distribution/spec/api/ */
export async function startImageRegistry(
  facts: ImageRegistryFacts,
  digestOf: (manifest: string) => string,
): Promise<ImageRegistry> {
  const { images, login = "none", password = "s3cret", tellsDigest = true } = facts;
  const requests: string[] = [];
  let broken: ("silence" | "hang-up" | number)[] = [];
  const basic = `Basic ${Buffer.from(`robot:${password}`).toString("base64")}`;

  const server = createServer((request, response) => {
    const { method, url = "", headers } = request;
    requests.push(`${method} ${url} ${headers.authorization?.split(" ")[0] ?? "nobody"}`);
    const how = broken.shift();
    if (how === "silence") return;
    if (how === "hang-up") return void request.socket.destroy();
    if (how !== undefined) return void response.writeHead(how).end();
    if (url.startsWith(page)) return giveToken(request, response);
    if (!mayRead(headers.authorization)) return void response.writeHead(401, { "www-authenticate": challenge() }).end();
    giveManifest(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The registry listens nowhere");
  const host = `127.0.0.1:${address.port}`;

  const mayRead = (authorization: string | undefined): boolean =>
    login === "none" || authorization === (login === "basic" ? basic : `Bearer ${token}`);
  const challenge = (): string =>
    login === "basic"
      ? 'Basic realm="robots"'
      : `Bearer realm="${facts.realm ?? `http://${host}${page}`}",service="images",scope="repository:acme/shop:pull"`;

  function giveToken({ url = "", headers }: IncomingMessage, response: ServerResponse): void {
    const { searchParams } = new URL(url, "http://registry");
    const asked = [searchParams.get("service"), searchParams.get("scope")].join(" ");
    if (asked !== "images repository:acme/shop:pull") return void response.writeHead(400).end();
    if (headers.authorization !== basic) return void response.writeHead(401).end();
    response.end(JSON.stringify({ access_token: token, expires_in: 300 }));
  }

  function giveManifest({ method, url = "", headers }: IncomingMessage, response: ServerResponse): void {
    const [, path = "", tag = ""] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url) ?? [];
    const manifest = images[`${path}:${tag}`];
    if (manifest === undefined || !headers.accept?.includes("image.index.v1+json")) return void response.writeHead(404).end();
    if (tellsDigest) response.setHeader("docker-content-digest", digestOf(manifest));
    response.end(method === "HEAD" ? undefined : manifest);
  }

  return {
    ...{ server: host, requests },
    break: (how, count = 1) => {
      broken = Array.from({ length: count }, () => how);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
