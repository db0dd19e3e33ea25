import { partsOf, type Stage, type Step } from "../core/plan/plan.ts";

/** Names the part of a job's log that a step belongs to, as the steps of a run start and end. */
export function sectionNames(): (step: Step) => string {
  let locking = false;
  return ({ id, stage }) => {
    locking ||= stage === "lock";
    // Servers are logged in long before the rest of their preparation, which would make two parts of one name.
    if (stage === "prepare" && partsOf(id).deed === "login") return "Log in to the registry";
    // What runs is looked at again under the lock: that is no part of its own.
    return locking && stage === "look" ? sections.lock : sections[stage];
  };
}

const sections: Readonly<Record<Stage, string>> = {
  hooks: "Run hooks",
  look: "Look at the servers",
  build: "Build and push the image",
  prepare: "Prepare the servers",
  lock: "Take the lock and pull the image",
  pull: "Take the lock and pull the image",
  release: "Run the release command",
  boot: "Boot the new version",
  check: "Check the new version",
  undo: "Go back to the old version",
  retire: "Tidy up",
  prune: "Tidy up",
  act: "Act on the servers",
  answer: "Ask the servers",
  unlock: "Tidy up",
};
