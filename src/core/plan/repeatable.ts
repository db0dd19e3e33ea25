import { partsOf, type Step } from "./plan.ts";

/**
 * What may be done once more when nobody knows whether it was done: it only looks, or comes to the same however often it is done.
 * Never what takes the lock, boots, moves traffic to a new version, or prints what was asked for.
 */
export const isRepeatable = ({ id }: Pick<Step, "id">): boolean => repeatable.includes(partsOf(id).deed);

const repeatable: readonly string[] = [
  ...["look", "login", "pull", "clean"],
  ...["explain", "return", "stop", "hold", "restore"],
  ...["retire", "tag", "prune", "confirm"],
  ...["unlock", "record", "logout"],
  // Of previews.
  ...[
    "visits",
    "sleep",
    "await-leftovers",
    "remove-routes",
    "remove-containers",
    "remove-images",
    "remove-volumes",
    "remove-files",
  ],
];
