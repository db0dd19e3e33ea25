import type { Duplex } from "node:stream";
import type { Client, TcpConnectionDetails } from "ssh2";
import { ForwardRefused, type RefusedBecause } from "./forward-refused.ts";
import type { Server } from "./server-failure.ts";
import type { Dialler } from "./transport.ts";

/** A port of a server's loopback interface, whose connections come to us. */
export interface Listener {
  /** Resolves once the server no longer listens, or is gone. */
  close(): Promise<void>;
}

const address = "127.0.0.1";

/** @throws ForwardRefused */
export async function listenOn(
  { client, dialler, server }: { readonly client: Client; readonly dialler: Dialler; readonly server: Server },
  port: number,
  take: (stream: Duplex) => void,
): Promise<Listener> {
  const onConnection = ({ destPort }: TcpConnectionDetails, accept: () => Duplex): void => {
    if (destPort === port) take(accept());
  };
  client.on("tcp connection", onConnection);
  try {
    await bound(client, port);
  } catch (error) {
    client.off("tcp connection", onConnection);
    throw new ForwardRefused(server, port, await reasonFor(dialler, port), error);
  }
  const close = async (): Promise<void> => {
    await unbound(client, port);
    client.off("tcp connection", onConnection);
  };
  return { close };
}

const bound = (client: Client, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    client.forwardIn(address, port, (error) => (error ? reject(error) : resolve()));
  });

/** A connection that is gone listens no more. */
const unbound = (client: Client, port: number): Promise<void> =>
  new Promise((resolve) => {
    client.once("close", () => resolve());
    try {
      client.unforwardIn(address, port, () => resolve());
    } catch {
      resolve();
    }
  });

/** sshd gives no reason (https://www.rfc-editor.org/rfc/rfc4254#section-7.1); who answers there shows that the port is taken. */
async function reasonFor(dialler: Dialler, port: number): Promise<RefusedBecause> {
  try {
    (await dialler.dial(address, port)).destroy();
    return "taken";
  } catch {
    return "forbidden";
  }
}
