import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  ServerResponse,
} from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { Duplex } from "node:stream";
import type { SecureContext } from "node:tls";
import { respondWithErrorPage } from "./error-page.ts";
import { log } from "./log.ts";
import { countRequest } from "./metrics.ts";
import { logRequest } from "./request-log.ts";
import type { Router } from "./router.ts";
import { serveVisit } from "./serving.ts";
import { type Upgrade, type Visit, visitOf } from "./visit.ts";

// Go's server has no time limits of its own, and takes a megabyte of headers.
const patient: ServerOptions = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0, maxHeaderSize: 1024 * 1024 };

const switches: ServerOptions = {
  ...patient,
  shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket",
};

/** The server for HTTP; `port` is only what the log says. */
export const httpFront = (router: Router, port: number): Server =>
  withUpgrades(createServer(switches, listener(router, port)), router, port);

/** The server for HTTPS, for services that came with a certificate of their own. */
export const httpsFront = (router: Router, port: number): Server => {
  const SNICallback = (host: string, done: (error: Error | null, context?: SecureContext) => void): void => {
    const context = router.find(host, "/")?.service.setup.certificate;
    if (context === undefined) done(new Error("unknown server name"));
    else done(null, context);
  };
  return withUpgrades(createSecureServer({ ...switches, SNICallback }, listener(router, port)), router, port);
};

/** Connections that left HTTP, or asked to: nothing waits for them when the proxy stops. */
export const upgradedSockets = new Set<Duplex>();

const listener =
  (router: Router, port: number): RequestListener =>
  (request, response) =>
    receive(router, port, request, response);

const withUpgrades = <Front extends Server>(server: Front, router: Router, port: number): Front =>
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(request.socket);
    response.once("finish", () => socket.end());
    socket.on("error", () => socket.destroy());
    upgradedSockets.add(socket);
    socket.once("close", () => upgradedSockets.delete(socket));
    receive(router, port, request, response, { socket, head });
  });

const receive = (router: Router, port: number, request: IncomingMessage, response: ServerResponse, upgrade?: Upgrade): void => {
  const visit = visitOf(request, response, upgrade);
  request.on("error", () => {});
  if (visit === undefined) {
    response.writeHead(400, { Connection: "close" }).end("400 Bad Request");
    return;
  }
  const binding = router.find(visit.host, visit.path);
  const counted = binding === undefined ? undefined : countRequest(visit, binding.service.name);
  response.once("close", () => finish(visit, port, counted));
  if (binding === undefined) respondWithErrorPage(visit, 404);
  else serveVisit(visit, binding).catch((error: unknown) => abandon(visit, error));
};

// One request that goes wrong must not end the others.
const abandon = (visit: Visit, error: unknown): void => {
  log.error("Error while serving", { path: visit.path, error: String(error) });
  visit.response.destroy();
};

const finish = (visit: Visit, port: number, counted: (() => void) | undefined): void => {
  counted?.();
  logRequest(visit, port);
};
