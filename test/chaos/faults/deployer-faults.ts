import { setTimeout as pause } from "node:timers/promises";
import { startDeployer } from "../deployer.ts";
import { type Fault, nothing, type Scene } from "../fault.ts";

const here = { where: "deployer", heal: nothing } as const;

export const deployerFaults: readonly Fault[] = [
  {
    ...here,
    name: "kill",
    means: "kill -9 of the program; what it started goes on",
    mayMix: true,
    cause: async ({ deployer }) => deployer.signal("SIGKILL"),
  },
  {
    ...here,
    name: "kill-all",
    means: "its machine is gone, with all that it started",
    mayMix: true,
    cause: async ({ deployer }) => deployer.signalAll("SIGKILL"),
  },
  { ...here, name: "cancel", means: "Ctrl-C", cause: async ({ deployer }) => deployer.signal("SIGINT") },
  {
    ...here,
    name: "cancel-twice",
    means: "Ctrl-C, and again because it took too long",
    comes: "under way",
    mayMix: true,
    cause: interruptTwice,
  },
  {
    ...here,
    name: "race",
    means: "another job tries to deploy the same meanwhile",
    journeys: ["deploy", "rollback"],
    cause: ({ ground }) => startDeployer(ground, { words: ["deploy"], job: ground.jobs.start() }).ended,
  },
];

/** Sooner than half a second after the first, the second counts as its echo. */
async function interruptTwice({ deployer }: Scene): Promise<void> {
  deployer.signal("SIGINT");
  deployer.resume();
  await pause(800);
  deployer.signal("SIGINT");
}
