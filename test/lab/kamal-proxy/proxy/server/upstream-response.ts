import type { IncomingMessage } from "node:http";
import { readBody } from "./body.ts";
import { scopedCookie, writerCookie } from "./cookie.ts";
import type { Route } from "./forwarding.ts";
import { log } from "./log.ts";
import { endToEndHeaders } from "./upstream-headers.ts";
import { respond, type Visit } from "./visit.ts";

/** Gives the client what the target answered, as it comes or, if the service asks for it, when it is complete. */
export const passResponseOn = async (visit: Visit, route: Route, upstream: IncomingMessage): Promise<void> => {
  visit.trail.status = upstream.statusCode ?? 502;
  visit.trail.sent = upstream.headers;
  const headers = clientHeaders(visit, route, upstream);
  const isEventStream = upstream.headers["content-type"]?.split(";")[0] === "text/event-stream";
  if (route.target.options.bufferResponses && !isEventStream) await passWhole(visit, route, upstream, headers);
  else stream(visit, upstream, headers);
};

const stream = (visit: Visit, upstream: IncomingMessage, headers: string[]): void => {
  const { response, trail } = visit;
  upstream.on("error", () => response.destroy());
  upstream.on("data", (chunk: Buffer) => {
    trail.bytesSent += chunk.length;
  });
  response.writeHead(trail.status, upstream.statusMessage ?? "", headers);
  if (upstream.headers["content-length"] === undefined) response.flushHeaders();
  upstream.pipe(response);
};

const passWhole = async (visit: Visit, route: Route, upstream: IncomingMessage, headers: string[]): Promise<void> => {
  const { response, trail } = visit;
  try {
    const body = await readBody(upstream, route.target.options.maxResponseBody);
    if (body === undefined) {
      log.info("Response exceeded max response limit", { path: visit.path });
      upstream.destroy();
      respond(visit, 500, "text/plain; charset=utf-8", "Internal Server Error\n");
      return;
    }
    trail.bytesSent = body.length;
    response.writeHead(trail.status, upstream.statusMessage ?? "", headers);
    response.end(body);
  } catch {
    response.destroy();
  }
};

const clientHeaders = (visit: Visit, route: Route, upstream: IncomingMessage): string[] => {
  const kept = endToEndHeaders(upstream.rawHeaders, upstream.headers.connection);
  const headers = kept.map((text, index) => {
    const isCookie = index % 2 === 1 && kept[index - 1]?.toLowerCase() === "set-cookie";
    return isCookie && route.strippedPrefix !== "" && route.target.options.scopeCookiePaths
      ? scopedCookie(text, route.strippedPrefix, visit.host)
      : text;
  });
  return route.affinityMs > 0 ? withAffinity(headers, upstream, route.affinityMs) : headers;
};

const withAffinity = (headers: readonly string[], upstream: IncomingMessage, affinityMs: number): string[] => {
  const others = headers.filter((_, index) => headers[index - (index % 2)]?.toLowerCase() !== "x-writer-affinity");
  if (upstream.headers["x-writer-affinity"] === "false") return others;
  return [...others, "Set-Cookie", writerCookie(Date.now(), affinityMs)];
};
