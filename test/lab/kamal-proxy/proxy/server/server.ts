import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import type { Server } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { socketPath, statePath } from "../paths.ts";
import { commandServer } from "./command-handler.ts";
import { httpFront, httpsFront, upgradedSockets } from "./front.ts";
import { log, logDebugLines } from "./log.ts";
import { metricsServer } from "./metrics.ts";
import { Router } from "./router.ts";

/** What `run` was told; a metrics port of 0 is none. */
export type Settings = {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly metricsPort: number;
  readonly debug: boolean;
};

const shutdownMs = 10_000;

/** Serves until SIGTERM or SIGINT, then lets the requests in flight end for at most ten seconds. */
export const serve = async (settings: Settings): Promise<void> => {
  if (settings.debug) logDebugLines();
  const router = new Router(statePath());
  const fronts = [httpFront(router, settings.httpPort), httpsFront(router, settings.httpsPort)] as const;
  const metrics = settings.metricsPort === 0 ? [] : [await listening(metricsServer(), settings.metricsPort)];
  const [http, https] = [await listening(fronts[0], settings.httpPort), await listening(fronts[1], settings.httpsPort)];
  const commands = commandServer(router, socketPath());
  await once(commands, "listening");
  log.info("Server started", { http: portOf(http), https: portOf(https) });
  await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  commands.close();
  for (const socket of upgradedSockets) socket.destroy();
  await Promise.race([Promise.all([...fronts, ...metrics].map(close)), wait(shutdownMs)]);
  log.info("Server stopped");
  process.exit(0);
};

const listening = async <Listener extends Server>(server: Listener, port: number): Promise<Listener> => {
  server.listen(port);
  try {
    await once(server, "listening");
  } catch (error) {
    const inUse = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    throw inUse ? new Error(`listen tcp :${port}: bind: address already in use`) : error;
  }
  return server;
};

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

const close = async (server: HttpServer): Promise<void> => {
  const closed = once(server, "close");
  server.close();
  // A connection that was busy just now may be idle a moment later.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await closed;
  clearInterval(sweep);
};
