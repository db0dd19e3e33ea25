import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { timerDelay } from "../duration.ts";
import { log } from "./log.ts";

/** Where and how often to probe; an empty host header leaves the URL's own. */
export type Probe = {
  readonly url: URL;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly host: string;
};

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 10;

/** Probes a target at once and then at every tick of the interval, until it is closed. */
export class HealthCheck {
  readonly #probe: Probe;
  readonly #report: (healthy: boolean) => void;
  readonly #closing = new AbortController();
  readonly #ticker: NodeJS.Timeout;
  #probing = false;
  #tickMissed = false;

  constructor(probe: Probe, report: (healthy: boolean) => void) {
    // Go's ticker panics, and the whole proxy with it.
    if (probe.intervalMs <= 0) {
      process.stderr.write("panic: non-positive interval for NewTicker\n");
      process.exit(2);
    }
    this.#probe = probe;
    this.#report = report;
    this.#ticker = setInterval(() => this.#tick(), Math.max(1, timerDelay(probe.intervalMs)));
    void this.#check();
  }

  close(): void {
    clearInterval(this.#ticker);
    this.#closing.abort();
  }

  // A ticker keeps one tick for a receiver that is late, and drops the others.
  #tick(): void {
    if (this.#probing) this.#tickMissed = true;
    else void this.#check();
  }

  async #check(): Promise<void> {
    this.#probing = true;
    const failure = await this.#failure();
    this.#probing = false;
    if (this.#closing.signal.aborted) return;
    if (failure !== undefined) log.info("Healthcheck failed", { url: this.#probe.url.href, error: failure });
    this.#report(failure === undefined);
    if (!this.#tickMissed || this.#closing.signal.aborted) return;
    this.#tickMissed = false;
    await this.#check();
  }

  async #failure(): Promise<string | undefined> {
    const timeout = AbortSignal.timeout(timerDelay(this.#probe.timeoutMs));
    try {
      const status = await this.#status(this.#probe.url, AbortSignal.any([timeout, this.#closing.signal]), mostRedirects);
      return status >= 200 && status <= 299 ? undefined : `unexpected status (${status})`;
    } catch (error) {
      if (timeout.aborted) return "request timed out";
      return error instanceof Error ? error.message : String(error);
    }
  }

  async #status(url: URL, signal: AbortSignal, redirectsLeft: number): Promise<number> {
    const response = await answer(url, this.#probe.host, signal);
    response.on("error", () => {});
    response.resume();
    const { statusCode = 0, headers } = response;
    if (!redirects.has(statusCode) || headers.location === undefined) return statusCode;
    if (redirectsLeft === 0) throw new Error(`Get "${headers.location}": stopped after 10 redirects`);
    return await this.#status(new URL(headers.location, url), signal, redirectsLeft - 1);
  }
}

const answer = (url: URL, host: string, signal: AbortSignal): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const request = url.protocol === "https:" ? httpsRequest : httpRequest;
    const headers = { "User-Agent": "kamal-proxy", ...(host === "" ? {} : { Host: host }) };
    request(url, { headers, signal }, resolve)
      .on("error", (error) => reject(new Error(`Get "${url.href}": ${inGoWords(error, url)}`, { cause: error })))
      .end();
  });

/** What Go's net/http says of it. */
function inGoWords(error: NodeJS.ErrnoException & { readonly address?: string; readonly port?: number }, url: URL): string {
  switch (error.code) {
    case "ECONNREFUSED":
      return `dial tcp ${error.address}:${error.port}: connect: connection refused`;
    case "EHOSTUNREACH":
      return `dial tcp ${error.address}:${error.port}: connect: no route to host`;
    case "EAI_AGAIN":
      return `dial tcp: lookup ${url.hostname} on 127.0.0.11:53: server misbehaving`;
    case "ENOTFOUND":
      return `dial tcp: lookup ${url.hostname} on 127.0.0.11:53: no such host`;
    case "ECONNRESET":
      return "EOF";
    default:
      return error.message;
  }
}
