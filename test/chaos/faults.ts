import type { Fault } from "./fault.ts";
import { appFaults } from "./faults/app-faults.ts";
import { deployerFaults } from "./faults/deployer-faults.ts";
import { diskFaults } from "./faults/disk-faults.ts";
import { networkFaults } from "./faults/network-faults.ts";
import { proxyFaults } from "./faults/proxy-faults.ts";
import { registryFaults } from "./faults/registry-faults.ts";
import { serverFaults } from "./faults/server-faults.ts";

export const faults: readonly Fault[] = [
  ...deployerFaults,
  ...networkFaults,
  ...serverFaults,
  ...diskFaults,
  ...proxyFaults,
  ...registryFaults,
  ...appFaults,
];
