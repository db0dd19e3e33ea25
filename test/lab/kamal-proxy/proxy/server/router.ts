import { normalizedOptions, type ServiceOptions } from "../service-options.ts";
import type { TargetOptions } from "../target-options.ts";
import { type Deployment, healthyBalancer } from "./deployment.ts";
import { type Description, describe } from "./description.ts";
import type { Addresses, LoadBalancer } from "./load-balancer.ts";
import { log } from "./log.ts";
import { Service, setUp } from "./service.ts";
import { type Binding, ServiceMap } from "./service-map.ts";
import { readState, writeState } from "./state-file.ts";

/** Knows the services, changes them on command and writes every change down. */
export class Router {
  readonly #services = new ServiceMap();
  readonly #statePath: string;

  constructor(statePath: string) {
    this.#statePath = statePath;
    for (const service of readState(statePath)) this.#services.set(service);
  }

  find(host: string, path: string): Binding | undefined {
    return this.#services.find(host, path);
  }

  /** Waits until the targets are healthy, hands all new requests to them in one step, and lets the old targets drain. */
  async deploy(
    name: string,
    addresses: Addresses,
    given: ServiceOptions,
    targets: TargetOptions,
    how: Deployment,
  ): Promise<void> {
    const options = normalizedOptions(given);
    const told = {
      service: name,
      targets: addresses.targets,
      hosts: options.hosts,
      paths: options.pathPrefixes,
      tls: options.tls,
    };
    log.info("Deploying", told);
    const balancer = await healthyBalancer(addresses, options, targets, how);
    const replaced = this.#saving(() => this.#install(name, options, targets, balancer));
    replaced?.dispose();
    await replaced?.drain(how.drainTimeoutMs);
    log.info("Deployed", told);
  }

  async deployRollout(name: string, addresses: Addresses, how: Deployment): Promise<void> {
    const service = this.#named(name);
    const { options, targetOptions } = service.setup;
    const balancer = await healthyBalancer(addresses, options, targetOptions, how);
    const replaced = this.#saving(() => {
      this.#refuseConflict(name, options);
      const before = service.rollout;
      service.rollout = balancer;
      this.#services.set(service);
      return before;
    });
    replaced?.dispose();
    await replaced?.drain(how.drainTimeoutMs);
  }

  splitRollout(name: string, percentage: number, allowlist: readonly string[]): void {
    this.#saving(() => {
      const service = this.#named(name);
      if (service.rollout === undefined) throw new Error("rollout target not set");
      service.split = { percentage, allowlist };
    });
  }

  stopRollout(name: string): void {
    this.#saving(() => {
      this.#named(name).split = undefined;
    });
  }

  remove(name: string): void {
    this.#saving(() => {
      this.#named(name).dispose();
      this.#services.remove(name);
    });
  }

  async pause(name: string, drainTimeoutMs: number, maxPauseMs: number): Promise<void> {
    await this.#halt(name, drainTimeoutMs, (service) => service.pause.pause(maxPauseMs));
  }

  async stop(name: string, drainTimeoutMs: number, message: string): Promise<void> {
    await this.#halt(name, drainTimeoutMs, (service) => service.pause.stop(message));
  }

  resume(name: string): void {
    this.#saving(() => this.#named(name).pause.resume());
    log.info("Service resumed", { service: name });
  }

  list(): Readonly<Record<string, Description>> {
    return Object.fromEntries(this.#services.all().map((service) => [service.name, describe(service)]));
  }

  #install(name: string, options: ServiceOptions, targets: TargetOptions, balancer: LoadBalancer): LoadBalancer | undefined {
    this.#refuseConflict(name, options);
    const setup = setUp(options, targets);
    const known = this.#services.get(name);
    const service = known ?? new Service(name, setup, balancer);
    const replaced = known?.active;
    service.setup = setup;
    service.active = balancer;
    this.#services.set(service);
    return replaced;
  }

  #refuseConflict(name: string, options: ServiceOptions): void {
    const conflict = this.#services.conflict(name, options);
    if (conflict === undefined) return;
    log.error("Host settings conflict with another service", { service: conflict.name });
    throw new Error("host settings conflict with another service");
  }

  async #halt(name: string, drainTimeoutMs: number, halt: (service: Service) => void): Promise<void> {
    try {
      const service = this.#named(name);
      halt(service);
      log.info(`Service ${service.pause.state}`, { service: name });
      await service.drain(drainTimeoutMs);
      log.info("Service drained", { service: name });
    } finally {
      this.#save();
    }
  }

  #named(name: string): Service {
    const service = this.#services.get(name);
    if (service === undefined) throw new Error("service not found");
    return service;
  }

  #saving<Result>(change: () => Result): Result {
    try {
      return change();
    } finally {
      this.#save();
    }
  }

  #save(): void {
    writeState(this.#statePath, this.#services.all());
  }
}
