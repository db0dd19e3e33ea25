import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { Server as TcpServer } from "node:net";

export interface Site extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly string[];
}

/** A site on the loopback interface that answers so. */
export async function aSite(answer: RequestListener): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  const port = await portOf(server);
  return { url: `http://127.0.0.1:${port}`, asked, [Symbol.asyncDispose]: () => closed(server) };
}

export async function portOf(server: TcpServer): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("It does not listen on a port");
  return address.port;
}

export async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
