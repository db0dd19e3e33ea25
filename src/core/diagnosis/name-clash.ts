import type { Cause } from "./cause.ts";
import type { Diagnosis } from "./diagnosis.ts";

/** Somebody has made a container of that name since the server was looked at. */
export function nameTaken({ said }: Pick<Diagnosis, "said">): Cause | undefined {
  const [, name, id] =
    /container name "\/?([\w.-]+)" is already in use by container "?([0-9a-f]{12})?/.exec(said.join("\n")) ?? [];
  if (name === undefined) return undefined;
  return {
    what: `Somebody else has made a container ${name}${id === undefined ? "" : ` (${id})`} on the server meanwhile`,
    remedy: `See what it is, and have it go: docker rename ${name} OTHER-NAME, or docker rm --force ${name}`,
  };
}
