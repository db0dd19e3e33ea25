import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Stands before a server on loopback, as a bad network does. */
export interface Relay {
  readonly port: number;
  /** From now on nothing passes, and nobody is told. */
  freeze(): void;
  stop(): Promise<void>;
}

/** Each connection is let through unless `admits` says no, when it is reset. Without a port behind it, it takes connections and stays silent. */
export const startRelay = async (behind: number | undefined, admits: (count: number) => boolean = () => true): Promise<Relay> => {
  const sockets = new Set<Socket>();
  let count = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    keep(client);
    count += 1;
    if (!admits(count)) client.resetAndDestroy();
    else if (behind !== undefined) join(client, keep(connect(behind, "127.0.0.1")));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    freeze: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};

/** A reset on one side is none that `pipe` would pass on. */
const join = (client: Socket, server: Socket): void => {
  client.pipe(server).pipe(client);
  client.on("close", () => server.destroy());
  server.on("close", () => client.destroySoon());
};
