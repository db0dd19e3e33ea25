import type { ClientChannel } from "ssh2";
import type { Exit, RemoteProcess } from "./connection.ts";

/** Dresses up a channel on which a command was accepted. */
export const remoteProcess = (
  channel: ClientChannel,
  connection: { readonly closed: Promise<Error | undefined>; loss(): Error | undefined },
): RemoteProcess => {
  const unknown: Exit = { code: undefined, signal: undefined };
  let stopWaiting = (): void => {};
  const exited = new Promise<Exit>((resolve, reject) => {
    stopWaiting = () => resolve(unknown);
    channel.on("exit", (code: number | null, signal?: string) => resolve({ code: code ?? undefined, signal }));
    const settle = (loss: Error | undefined) => (loss ? reject(loss) : resolve(unknown));
    channel.on("close", () => settle(connection.loss()));
    // Streams that nobody reads never come to `close`.
    connection.closed.then(settle);
  });
  exited.catch(() => undefined);
  // A write after the command has ended is no fault: its exit says what there is to say.
  channel.on("error", () => undefined);
  return {
    stdin: channel,
    stdout: channel,
    stderr: channel.stderr,
    exited,
    // The sizes in pixels, which come last, are for terminals that draw.
    resize: ({ columns, rows }) => channel.setWindow(rows, columns, 0, 0),
    close: () => {
      channel.resume();
      channel.stderr.resume();
      channel.close();
      // The server confirms it only once the command has ended, which may be never.
      channel.push(null);
      stopWaiting();
    },
  };
};
