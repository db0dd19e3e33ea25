import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import type { ErrorPages } from "./error-page.ts";

/** The bare connection of a client that wants to switch protocols. */
export type Upgrade = { readonly socket: Duplex; readonly head: Buffer };

/** What is learnt of a request on its way, for the log and the error pages. */
export type Trail = {
  service: string;
  target: string;
  status: number;
  bytesSent: number;
  requestHeaders: readonly string[];
  responseHeaders: readonly string[];
  sent: NodeJS.Dict<string | readonly string[]>;
  errorPages: ErrorPages;
};

/** A client's request and the response to it. */
export type Visit = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly upgrade: Upgrade | undefined;
  readonly method: string;
  readonly host: string;
  readonly encodedPath: string;
  readonly path: string;
  readonly query: string;
  readonly encrypted: boolean;
  readonly requestId: string;
  readonly startedMs: number;
  readonly trail: Trail;
};

/** Takes a request in; undefined if its path cannot be read. */
export const visitOf = (request: IncomingMessage, response: ServerResponse, upgrade?: Upgrade): Visit | undefined => {
  const [, , authority, encodedPath = "", query = ""] = /^(https?:\/\/([^/?]*))?([^?]*)(.*)$/s.exec(request.url ?? "") ?? [];
  const path = decodedPath(encodedPath);
  if (path === undefined) return undefined;
  return {
    request,
    response,
    upgrade,
    method: request.method ?? "GET",
    host: authority ?? request.headers.host ?? "",
    encodedPath: encodedPath === "" ? "/" : encodedPath,
    path: path === "" ? "/" : path,
    query,
    encrypted: request.socket instanceof TLSSocket,
    requestId: String(request.headers["x-request-id"] ?? "") || randomUUID(),
    startedMs: Date.now(),
    trail: {
      service: "",
      target: "",
      status: 200,
      bytesSent: 0,
      requestHeaders: [],
      responseHeaders: [],
      sent: {},
      errorPages: new Map(),
    },
  };
};

// Any bytes may follow a percent sign, not UTF-8 alone: one character stands for one byte.
const decodedPath = (encoded: string): string | undefined => {
  if (/%(?![\da-fA-F]{2})/.test(encoded)) return undefined;
  return encoded.replace(/%([\da-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
};

/** Encodes what decodedPath decoded. */
export const encodePath = (path: string): string =>
  path.replace(/[^A-Za-z0-9\-_.~$&+,/:;=@]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);

/** Sends a short plain answer of the proxy's own. */
export const respond = (visit: Visit, status: number, type: string, body: string): void => {
  const { response, trail } = visit;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  trail.status = status;
  trail.bytesSent = Buffer.byteLength(body);
  trail.sent = { "content-type": type };
  response.writeHead(status, { ...(type === "" ? {} : { "Content-Type": type }), "Content-Length": trail.bytesSent });
  response.end(visit.method === "HEAD" ? undefined : body);
};
