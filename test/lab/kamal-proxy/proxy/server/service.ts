import { type JsonFields, jsonFields, textField, textsField } from "../json-fields.ts";
import { normalizedOptions, parseServiceOptions, type ServiceOptions, serviceOptionsJson } from "../service-options.ts";
import { parseTargetOptions, type TargetOptions, targetOptionsJson } from "../target-options.ts";
import { loadCertificate } from "./certificate.ts";
import { type ErrorPages, loadErrorPages } from "./error-page.ts";
import { type Addresses, LoadBalancer } from "./load-balancer.ts";
import { Pause } from "./pause.ts";
import { goesToRollout, parseRollout, type Rollout, rolloutJson } from "./rollout.ts";
import type { Visit } from "./visit.ts";

/** How a service is set up, with what had to be read from disk for it. */
export type Setup = {
  readonly options: ServiceOptions;
  readonly targetOptions: TargetOptions;
  readonly errorPages: ErrorPages;
  readonly certificate: ReturnType<typeof loadCertificate>;
};

/** Reads what the options point to; throws if it cannot be had, and then nothing has changed. */
export const setUp = (options: ServiceOptions, targetOptions: TargetOptions): Setup => ({
  options,
  targetOptions,
  certificate: loadCertificate(options),
  errorPages: options.errorPagePath === "" ? new Map() : loadErrorPages(options.errorPagePath),
});

/** One service: its setup, the targets in use and whether it runs. */
export class Service {
  readonly name: string;
  setup: Setup;
  active: LoadBalancer;
  rollout: LoadBalancer | undefined;
  split: Rollout | undefined;
  pause = new Pause();

  constructor(name: string, setup: Setup, active: LoadBalancer) {
    this.name = name;
    this.setup = setup;
    this.active = active;
  }

  balancerFor(visit: Visit): LoadBalancer {
    const { rollout, split } = this;
    return rollout !== undefined && split !== undefined && goesToRollout(split, visit) ? rollout : this.active;
  }

  dispose(): void {
    this.active.dispose();
    this.rollout?.dispose();
  }

  async drain(timeoutMs: number): Promise<void> {
    await Promise.all([this.active.drain(timeoutMs), this.rollout?.drain(timeoutMs)]);
  }

  json(): JsonFields {
    const active = this.active.addresses;
    const rollout = this.rollout?.addresses;
    return {
      name: this.name,
      options: serviceOptionsJson(this.setup.options),
      target_options: targetOptionsJson(this.setup.targetOptions),
      active_targets: active.targets,
      active_readers: active.readers,
      rollout_targets: rollout?.targets,
      rollout_readers: rollout?.readers,
      pause_controller: this.pause.json(),
      rollout_controller: this.split === undefined ? undefined : rolloutJson(this.split),
    };
  }
}

/** Brings a service back from the state file; its targets count as healthy. */
export const restoreService = (from: JsonFields): Service => {
  const options = normalizedOptions(parseServiceOptions(jsonFields(from.options)));
  const targetOptions = parseTargetOptions(jsonFields(from.target_options));
  const restored = (addresses: Addresses): LoadBalancer => {
    const balancer = new LoadBalancer(addresses, options, targetOptions);
    balancer.markAllHealthy();
    return balancer;
  };
  const setup = setUp(options, targetOptions);
  const active = { targets: textsField(from, "active_targets"), readers: textsField(from, "active_readers") };
  const rollout = { targets: textsField(from, "rollout_targets"), readers: textsField(from, "rollout_readers") };
  const service = new Service(textField(from, "name"), setup, restored(active));
  if (rollout.targets.length + rollout.readers.length > 0) service.rollout = restored(rollout);
  service.pause = Pause.fromJson(jsonFields(from.pause_controller ?? {}));
  if (from.rollout_controller !== undefined) service.split = parseRollout(jsonFields(from.rollout_controller));
  return service;
};
