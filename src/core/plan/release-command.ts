import { writeEnvFile } from "../commands/app.ts";
import { audit } from "../commands/audit.ts";
import { execName, inNewContainer } from "../commands/exec.ts";
import { releasePlace } from "../config/placement.ts";
import { imageTag } from "../host/names.ts";
import { lines } from "../shell/sh.ts";
import { speaksForAll } from "./fleet.ts";
import type { RemoteStep, StepId } from "./plan.ts";
import type { Release } from "./release.ts";
import { onRole } from "./step.ts";

/** Run the project's release command, once for all hosts and shards, in a container of the new image that is gone afterwards. */
export function commanding(release: Release, needs: readonly StepId[]): RemoteStep[] {
  const { config, version, performer, secrets, lock } = release;
  const command = config.landfall.release?.command;
  const place = releasePlace(config);
  if (command === undefined || !place || !speaksForAll(release)) return [];
  const name = execName(place, version, lock.run.token.slice(0, 6));
  const run = lines(
    audit(config, performer, `Executed cmd '${command}' on app version ${version}`),
    writeEnvFile({ ...place, version }, secrets),
    inNewContainer(place, { command, env: {}, detach: false, image: imageTag(config, version), name }),
  );
  return [onRole(place, "release", "release", "Run the release command", run, needs)];
}
