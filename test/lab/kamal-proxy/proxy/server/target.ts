import { Agent } from "node:http";
import type { TargetOptions } from "../target-options.ts";
import { Claim } from "./claim.ts";
import { HealthCheck } from "./health-check.ts";
import { portOf, withoutPort } from "./host.ts";
import { log } from "./log.ts";
import { within } from "./signal.ts";

export type TargetState = "adding" | "draining" | "healthy" | "unhealthy";

const addressPattern = /^(\w[-_.\w+]+)(:\d+)?$/;

/** One server behind the proxy, with the requests that it is working on. */
export class Target {
  readonly address: string;
  readonly readOnly: boolean;
  readonly options: TargetOptions;
  readonly host: string;
  readonly port: number;
  /** Idle connections are kept until the target closes them: v0.9.2 never closes them itself. */
  readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 100 });
  state: TargetState = "adding";
  readonly #claims = new Set<Claim>();
  #healthCheck: HealthCheck | undefined;

  constructor(address: string, options: TargetOptions, role: { readonly readOnly: boolean }) {
    if (!addressPattern.test(address)) throw new Error(`${address} :invalid host pattern`);
    this.address = address;
    this.options = options;
    this.readOnly = role.readOnly;
    this.host = withoutPort(address);
    this.port = portOf(address) ?? 80;
  }

  /** Takes a request on; undefined while the target is draining. */
  claim(): Claim | undefined {
    if (this.state === "draining") return undefined;
    const claim = new Claim();
    this.#claims.add(claim);
    void claim.ended.then(() => this.#claims.delete(claim));
    return claim;
  }

  /** Lets the requests in flight end, for as long as the timeout allows, and cuts off the others. */
  async drain(timeoutMs: number): Promise<void> {
    if (this.state === "draining") return;
    const before = this.state;
    this.state = "draining";
    const claims = [...this.#claims];
    for (const claim of claims) if (claim.switched) claim.cutOff();
    const waitedFor = claims.filter((claim) => !claim.cut).map((claim) => claim.ended);
    await within(Promise.all(waitedFor), timeoutMs);
    for (const claim of claims) claim.cutOff();
    this.state = before;
  }

  beginHealthChecks(onChange: () => void): void {
    const { path, port, intervalMs, timeoutMs, host } = this.options.healthCheck;
    const url = new URL(`http://${this.host}:${port > 0 ? port : this.port}`);
    url.pathname = path.replace(/[?#]/g, encodeURIComponent);
    this.#healthCheck = new HealthCheck({ url, intervalMs, timeoutMs, host }, (healthy) => this.#checked(healthy, onChange));
  }

  stopHealthChecks(): void {
    this.#healthCheck?.close();
    this.#healthCheck = undefined;
  }

  #checked(healthy: boolean, onChange: () => void): void {
    const was = this.state;
    if (healthy) this.state = "healthy";
    else if (was === "healthy") this.state = "unhealthy";
    if (this.state === was) return;
    log.info("Target health updated", { target: this.address, state: this.state, was });
    onChange();
  }
}
