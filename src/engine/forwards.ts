import { connect } from "node:net";
import { type Duplex, pipeline } from "node:stream";
import type { Forward } from "../core/plan/plan.ts";
import { messageOf } from "../core/report/errors.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { SshPool } from "./ssh/pool.ts";

/** How servers are reached whose ports are forwarded. */
export interface Paths {
  readonly pool: SshPool;
  /** For a server with a login of its own. */
  open(login: NonNullable<Forward["login"]>): Promise<SshPool>;
  /** Told when a server asked for something that does not run here. */
  note(text: string): void;
}

export type Close = () => Promise<void>;

/** Opens all of them. @returns what closes them @throws Refusal with every server that does not forward; none is open then */
export async function openForwards(forwards: readonly Forward[], { pool, open, note }: Paths): Promise<Close> {
  const paths = { pool, open, note: onceEach(note) };
  const opening = await Promise.allSettled(forwards.map((forward) => openForward(forward, paths)));
  const opened = opening.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  const close = async (): Promise<void> => void (await Promise.all(opened.map((each) => each())));
  const failed = opening.flatMap((each) => (each.status === "rejected" ? [messageOf(each.reason)] : []));
  if (failed.length === 0) return close;
  await close();
  throw new Refusal(failed);
}

/** Docker tries again and again. */
function onceEach(note: (text: string) => void): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (!told.has(text)) note(text);
    told.add(text);
  };
}

async function openForward({ host, port, login }: Forward, { pool, open, note }: Paths): Promise<Close> {
  const own = login && (await open(login));
  try {
    const connection = await (own ?? pool).connection(host);
    const listener = await connection.listen(port, (stream) => leadHere(stream, port, note));
    return async () => {
      await listener.close();
      own?.close();
    };
  } catch (error) {
    own?.close();
    throw error;
  }
}

/** The name, as the registry may listen on either of its addresses. */
function leadHere(stream: Duplex, port: number, note: (text: string) => void): void {
  const socket = connect({ host: "localhost", port });
  socket.once("error", (error) => {
    if ("code" in error && error.code === "ECONNREFUSED")
      note(`Nothing listens on localhost:${port} here. "landfall registry setup" starts the registry`);
  });
  pipeline(stream, socket, stream, () => {
    // Either side may hang up at any time; whoever asked sees it.
  });
}
