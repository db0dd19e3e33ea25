import type { ServiceOptions } from "../service-options.ts";
import type { TargetOptions } from "../target-options.ts";
import { type Addresses, LoadBalancer } from "./load-balancer.ts";

/** How a deployment goes about; a forced one does not wait for health. */
export type Deployment = { readonly deployTimeoutMs: number; readonly drainTimeoutMs: number; readonly force: boolean };

/** The targets, once they are all healthy; throws if they are not within the deploy timeout. */
export const healthyBalancer = async (
  addresses: Addresses,
  options: ServiceOptions,
  targets: TargetOptions,
  how: Deployment,
): Promise<LoadBalancer> => {
  const balancer = new LoadBalancer(addresses, options, targets);
  if (how.force) return balancer;
  try {
    await balancer.waitUntilHealthy(how.deployTimeoutMs);
    return balancer;
  } catch (error) {
    balancer.dispose();
    throw error;
  }
};
