import { writeEnvFile } from "../commands/app.ts";
import { audit } from "../commands/audit.ts";
import { execName, inNewContainer } from "../commands/exec.ts";
import { limited } from "../commands/limited.ts";
import { commandAsked } from "../commands/suspect.ts";
import { releasePlace } from "../config/placement.ts";
import { imageTag } from "../host/names.ts";
import { lines } from "../shell/sh.ts";
import { speaksForAll } from "./fleet.ts";
import type { RemoteStep, StepId } from "./plan.ts";
import type { Release } from "./release.ts";
import { onRole } from "./step.ts";

/** How much longer than it has may pass until it is stopped and gone, in seconds. */
const grace = 120;

/** Run the project's release command, once for all hosts and shards, in a container of the new image that is gone afterwards. */
export function commanding(release: Release, needs: readonly StepId[]): RemoteStep[] {
  const { config, version, performer, secrets, lock } = release;
  const { release: wanted } = config.landfall;
  const place = releasePlace(config);
  if (!wanted || !place || !speaksForAll(release)) return [];
  const { command, timeout } = wanted;
  const name = execName(place, version, lock.run.token.slice(0, 6));
  const run = lines(
    audit(config, performer, `Executed cmd '${command}' on app version ${version}`),
    writeEnvFile({ ...place, version }, secrets),
    limited(inNewContainer(place, { command, env: {}, detach: false, image: imageTag(config, version), name }), {
      ...{ container: name, seconds: timeout },
      late: `It was stopped after ${timeout} s, the time that it has (x-landfall/release/timeout). Does it wait for something?`,
    }),
  );
  const step = onRole(place, "release", "release", "Run the release command", run, needs);
  return [{ ...step, limit: timeout + grace, command: commandAsked("release command", place) }];
}
