import { type Agent, get } from "node:http";

export interface Answer {
  /** A status other than 200, an error code or "timeout"; undefined when all went well. */
  readonly failure: string | undefined;
  /** What the app said, without spaces around it. */
  readonly body: string;
  readonly ms: number;
}

interface AskOptions {
  readonly agent: Agent;
  readonly host: string | undefined;
  readonly timeoutMs: number;
}

/** Sends one request and hears its whole answer. Never rejects. */
export function ask(url: string, { agent, host, timeoutMs }: AskOptions): Promise<Answer> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const settle = (failure: string | undefined, body = "") =>
      resolve({ failure, body: body.trim(), ms: performance.now() - startedAt });
    const fail = (error: NodeJS.ErrnoException) => settle(error.code ?? error.message);
    const request = get(url, { agent, timeout: timeoutMs, headers: host === undefined ? {} : { host } }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => settle(response.statusCode === 200 ? undefined : String(response.statusCode), body));
      response.on("error", fail);
    });
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.on("error", fail);
  });
}
