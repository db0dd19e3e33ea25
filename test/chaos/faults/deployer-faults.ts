import { setTimeout as pause } from "node:timers/promises";
import { type End, startDeployer } from "../deployer.ts";
import { type Fault, nothing, type Scene } from "../fault.ts";
import type { Ground } from "../ground.ts";

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
    means: "another job deploys the same meanwhile",
    journeys: ["deploy", "rollback"],
    rival: "commit",
    ...competing(() => ["deploy"]),
  },
  {
    ...here,
    name: "race-back",
    means: "another job rolls back meanwhile",
    journeys: ["deploy", "rollback", "accessory-reboot"],
    rival: "previous",
    ...competing(({ lived }) => ["rollback", lived.at(-2) ?? ""]),
  },
];

/** It begins when the run goes on, and is waited for after that. */
function competing(words: (ground: Ground) => readonly string[]): Pick<Fault, "cause" | "heal"> {
  const ends: Promise<End>[] = [];
  return {
    cause: async ({ ground }) => ends.push(startDeployer(ground, { words: words(ground), job: ground.jobs.start() }).ended),
    heal: () => Promise.all(ends.splice(0)),
  };
}

/** Sooner than half a second after the first, the second counts as its echo. */
async function interruptTwice({ deployer }: Scene): Promise<void> {
  deployer.signal("SIGINT");
  deployer.resume();
  await pause(800);
  deployer.signal("SIGINT");
}
