import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { text } from "node:stream/consumers";
import type { LoopbackProxy } from "./loopback-proxy.ts";

export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

export type Asking = {
  readonly host?: string;
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
};

const lonely = new Agent({ keepAlive: false });

/** Asks the proxy for a path, as a client of the given host; rejects if the connection breaks. */
export const ask = (proxy: LoopbackProxy, path: string, asking: Asking = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { host, method = "GET", body = "", agent = lonely } = asking;
    const headers = { ...asking.headers, ...(host === undefined ? {} : { Host: host }) };
    const sent = request({ host: "127.0.0.1", port: proxy.port(), path, method, headers, agent }, (response) => {
      const { statusCode = 0, headers } = response;
      text(response).then((body) => resolve({ status: statusCode, headers, body }), reject);
    });
    sent.once("error", reject);
    sent.end(body);
  });

/** Resolves when a condition holds; the test's own time limit ends the wait. */
export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};
