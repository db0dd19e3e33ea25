import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/** A small web application on a loopback port. */
export type LoopbackApp = AsyncDisposable & {
  readonly address: string;
  /** What it was asked, in order, health checks too. */
  readonly asked: readonly string[];
  setHealth: (status: number) => void;
};

/** Starts an application: /up tells its health, /slow answers after ?ms=, /headers echoes, every other path tells the name. */
export const startApp = async (name: string, health = 200): Promise<LoopbackApp> => {
  const asked: string[] = [];
  let status = health;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://app");
    asked.push(request.url ?? "");
    if (url.pathname === "/up") return void response.writeHead(status).end();
    if (url.pathname === "/slow") await wait(Number(url.searchParams.get("ms")));
    if (url.pathname === "/headers") return void response.end(JSON.stringify(request.headers));
    if (request.method === "POST") return void request.pipe(response);
    response.end(name);
  };
  const server = createServer((request, response) => void answer(request, response));
  server.on("upgrade", (_, socket) => {
    socket.on("error", () => socket.destroy());
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the application has no port");
  return {
    address: `127.0.0.1:${address.port}`,
    asked,
    setHealth: (changed) => {
      status = changed;
    },
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
};
