import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { timerDelay } from "../duration.ts";
import { hasBody } from "./body.ts";
import type { Claim } from "./claim.ts";
import { respondWithErrorPage } from "./error-page.ts";
import { log } from "./log.ts";
import { switchProtocols } from "./protocol-switch.ts";
import type { Target } from "./target.ts";
import { upstreamHeaders } from "./upstream-headers.ts";
import { passResponseOn } from "./upstream-response.ts";
import type { Visit } from "./visit.ts";

/** Where a request goes and what its response needs. */
export type Route = {
  readonly target: Target;
  readonly claim: Claim;
  readonly path: string;
  readonly strippedPrefix: string;
  readonly affinityMs: number;
};

const repeatable: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "TRACE"]);

/** Carries one request to its target and the response back. */
export class Forwarding {
  readonly #visit: Visit;
  readonly #route: Route;
  readonly #body: Buffer | undefined;
  #attempt: ClientRequest | undefined;
  #patience: NodeJS.Timeout | undefined;
  #answered = false;
  #timedOut = false;

  constructor(visit: Visit, route: Route, body: Buffer | undefined) {
    this.#visit = visit;
    this.#route = route;
    this.#body = body;
    visit.response.once("finish", () => this.#end());
    visit.response.once("close", () => this.#end());
    route.claim.whenCut(() => this.#cutOff());
  }

  send(): void {
    const { target, path } = this.#route;
    const { request, method } = this.#visit;
    const { host, port, agent } = target;
    const headers = upstreamHeaders(this.#visit, target);
    const attempt = httpRequest({ host, port, method, path, headers, agent, setHost: false });
    this.#attempt = attempt;
    attempt.once("finish", () => this.#waitForResponse());
    attempt.once("response", (response) => this.#respond(response));
    attempt.once("upgrade", (response, socket, head) => this.#switch(response, socket, head));
    attempt.on("error", (error) => this.#failed(attempt, error));
    if (this.#body !== undefined) attempt.end(this.#body);
    else if (hasBody(request)) request.pipe(attempt);
    else attempt.end();
  }

  #waitForResponse(): void {
    const limit = this.#route.target.options.responseTimeoutMs;
    if (limit <= 0 || this.#answered) return;
    this.#patience = setTimeout(() => {
      this.#timedOut = true;
      this.#attempt?.destroy(new Error("timeout awaiting response headers"));
    }, timerDelay(limit));
  }

  #respond(upstream: IncomingMessage): void {
    clearTimeout(this.#patience);
    this.#answered = true;
    passResponseOn(this.#visit, this.#route, upstream).catch(() => this.#visit.response.destroy());
  }

  #switch(upstream: IncomingMessage, socket: Duplex, head: Buffer): void {
    clearTimeout(this.#patience);
    this.#answered = true;
    switchProtocols(this.#visit, this.#route.claim, { upstream, socket, head });
  }

  #failed(attempt: ClientRequest, error: Error): void {
    clearTimeout(this.#patience);
    if (this.#answered || this.#visit.response.closed) return;
    // The target may have closed an idle connection just as the request went out. Go's transport repeats it, too.
    if (attempt.reusedSocket && this.#isRepeatable() && !this.#route.claim.cut && !this.#timedOut) {
      this.send();
      return;
    }
    const { trail } = this.#visit;
    const attributes = { target: trail.target, path: this.#visit.path, error: error.message };
    if (this.#route.claim.cut) log.info("Request cancelled due to draining", attributes);
    else if (!this.#timedOut) log.error("Error while proxying", attributes);
    respondWithErrorPage(this.#visit, this.#route.claim.cut || this.#timedOut ? 504 : 502);
  }

  #isRepeatable(): boolean {
    const { request, method } = this.#visit;
    return !hasBody(request) && (repeatable.has(method) || request.headers["idempotency-key"] !== undefined);
  }

  #cutOff(): void {
    if (this.#answered) this.#visit.response.destroy();
    this.#attempt?.destroy(new Error("target is draining"));
  }

  #end(): void {
    clearTimeout(this.#patience);
    if (!this.#visit.response.writableFinished) {
      if (!this.#answered) this.#visit.trail.status = 499;
      this.#attempt?.destroy();
    }
    this.#route.claim.end();
  }
}
