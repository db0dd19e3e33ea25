import type { Config } from "../config/config.ts";
import { longTime } from "../report/table.ts";
import { isProbe, isRemote, partsOf, type Stage, type Step } from "./plan.ts";

const minute = 60;
const hour = 60 * minute;

/** What deploy.yml says of how long things take. */
type Paces = Pick<Config, "boot" | "deployTimeout" | "drainTimeout" | "landfall" | "readinessDelay" | "roles" | "stopTimeout">;

/**
 * How long a step may take once it has begun, in seconds, before it is stopped and has failed. Undefined: as long as whoever asked
 * for it cares to wait.
 */
export function timeLimit(step: Step, config: Paces): number | undefined {
  if (step.limit !== undefined) return step.limit;
  if (!isRemote(step) && isProbe(step.run)) return step.run.within + (step.run.watch?.seconds ?? 0) + minute;
  return isOpenEnded(step) ? undefined : usualLimit(step.stage, config);
}

/** What a person runs, and logs that may be followed. */
const isOpenEnded = ({ id, stage }: Step): boolean => stage === "answer" && ["exec", "logs"].includes(partsOf(id).deed);

/** The keys of deploy.yml that give a step more time. */
const limitKeys: Partial<Readonly<Record<Stage, string>>> = {
  build: "x-landfall/time_limits/build",
  hooks: "x-landfall/time_limits/hook",
  prepare: "x-landfall/time_limits/pull",
  pull: "x-landfall/time_limits/pull",
  release: "x-landfall/release/timeout",
  boot: "deploy_timeout",
};

/** A step that was stopped because it took too long. What it has done until then is done. */
export class OutOfTime extends Error {
  override readonly name = "OutOfTime";

  /** @param limit in seconds */
  constructor({ stage, command }: Pick<Step, "stage" | "command">, limit: number) {
    // What fills a preview's database is told of with the release command, whose time is not its own.
    const key = command?.noun === "seed" ? undefined : limitKeys[stage];
    const advice = key === undefined ? "" : `. If it only is slow, ${key} in deploy.yml gives it more time`;
    super(`It had not ended after ${longTime(limit)}, as long as it may take, and was stopped. Something hangs there${advice}`);
  }
}

/** Much longer than it takes: what hangs is to end, what is slow is not. */
function usualLimit(stage: Stage, config: Paces): number {
  const { build, hook, pull } = config.landfall.timeLimits;
  switch (stage) {
    case "look":
    case "lock":
    case "check":
    case "unlock":
      return 5 * minute;
    case "prepare":
      // Accessories and the proxy are pulled as they boot.
      return Math.max(20 * minute, pull);
    case "boot":
    case "undo":
      return longestBoot(config) + 5 * minute;
    case "retire":
    case "prune":
      return longestStop(config) + 20 * minute;
    case "hooks":
      return hook;
    case "pull":
      return pull;
    case "build":
      return build;
    case "release":
    case "act":
    case "answer":
      return hour;
  }
}

/** A pause between groups of hosts is a step as well. */
const longestBoot = (config: Paces): number =>
  config.deployTimeout + config.drainTimeout + config.readinessDelay + config.boot.wait + longestStop(config);

const longestStop = ({ roles, stopTimeout = 0, drainTimeout }: Paces): number =>
  Math.max(stopTimeout, drainTimeout, ...roles.map((role) => role.stopTimeout ?? 0));
