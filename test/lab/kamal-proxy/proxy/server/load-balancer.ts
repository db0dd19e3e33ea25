import { formatDuration } from "../duration.ts";
import type { ServiceOptions } from "../service-options.ts";
import type { TargetOptions } from "../target-options.ts";
import { cookieOf } from "./cookie.ts";
import { Signal, within } from "./signal.ts";
import { Target } from "./target.ts";
import type { Visit } from "./visit.ts";

/** The addresses of one deployment: those that take any request and those that take reads only. */
export type Addresses = { readonly targets: readonly string[]; readonly readers: readonly string[] };

/** The targets of one deployment; requests go to the healthy ones in turn. */
export class LoadBalancer {
  readonly targets: readonly Target[];
  readonly #options: ServiceOptions;
  readonly #allHealthy = new Signal();
  #writers: readonly Target[] = [];
  #readers: readonly Target[] = [];
  #turn = 0;

  constructor(addresses: Addresses, options: ServiceOptions, targetOptions: TargetOptions) {
    const targets = addresses.targets.map((address) => new Target(address, targetOptions, { readOnly: false }));
    const readers = addresses.readers.map((address) => new Target(address, targetOptions, { readOnly: true }));
    this.targets = [...targets, ...readers];
    this.#options = options;
    for (const target of this.targets) target.beginHealthChecks(() => this.#update());
  }

  /** The addresses again, for the list and the state file. */
  get addresses(): Addresses {
    const named = (readOnly: boolean): readonly string[] =>
      this.targets.filter((target) => target.readOnly === readOnly).map(({ address }) => address);
    return { targets: named(false), readers: named(true) };
  }

  /** Resolves when every target has been healthy at once; throws after so many ms. */
  async waitUntilHealthy(timeoutMs: number): Promise<void> {
    if (await within(this.#allHealthy.raised, timeoutMs)) return;
    throw new Error(`target failed to become healthy within configured timeout (${formatDuration(timeoutMs)})`);
  }

  markAllHealthy(): void {
    for (const target of this.targets) target.state = "healthy";
    this.#update();
  }

  /** Whose turn it is; undefined if no target is healthy. */
  targetFor(visit: Visit): Target | undefined {
    this.#turn += 1;
    const readers = this.#isRead(visit) && !hasWrittenLately(visit) ? this.#readers : [];
    const pool = readers.length > 0 ? readers : this.#writers;
    return pool[this.#turn % pool.length];
  }

  /** Whether the response must keep the client's next reads away from the readers. */
  needsAffinity(visit: Visit): boolean {
    const hasReaders = this.targets.some((target) => target.readOnly);
    return hasReaders && this.#options.writerAffinityMs > 0 && !this.#isRead(visit);
  }

  dispose(): void {
    for (const target of this.targets) target.stopHealthChecks();
  }

  async drain(timeoutMs: number): Promise<void> {
    await Promise.all(this.targets.map((target) => target.drain(timeoutMs)));
  }

  #isRead({ method, upgrade }: Visit): boolean {
    return (method === "GET" || method === "HEAD") && (upgrade === undefined || this.#options.readTargetsAcceptWebsockets);
  }

  #update(): void {
    const healthy = this.targets.filter((target) => target.state === "healthy");
    this.#writers = healthy.filter((target) => !target.readOnly);
    this.#readers = healthy.filter((target) => target.readOnly);
    // A single target stays in use even if it falls ill later, so it is not watched any more.
    if (this.targets.length === 1 && this.#writers.length === 1) this.dispose();
    if (healthy.length === this.targets.length) this.#allHealthy.raise();
  }
}

const hasWrittenLately = (visit: Visit): boolean => Date.now() < Number(cookieOf(visit.request, "kamal-writer") ?? Number.NaN);
