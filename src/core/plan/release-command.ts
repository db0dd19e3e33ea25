import { writeEnvFile } from "../commands/app.ts";
import { audit } from "../commands/audit.ts";
import { execName, inNewContainer } from "../commands/exec.ts";
import { commandAsked } from "../commands/suspect.ts";
import { releasePlace } from "../config/placement.ts";
import { imageTag } from "../host/names.ts";
import { lines, type Shell, sh } from "../shell/sh.ts";
import { speaksForAll } from "./fleet.ts";
import type { RemoteStep, StepId } from "./plan.ts";
import type { Release } from "./release.ts";
import { onRole } from "./step.ts";

/** How much longer than it has may pass until it is stopped and gone, in seconds. */
const grace = 120;

/** Of a command that was stopped as its time was up, as timeout(1) has it. */
export const lateExitCode = 124;

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
    limited(inNewContainer(place, { command, env: {}, detach: false, image: imageTag(config, version), name }), name, timeout),
  );
  const step = onRole(place, "release", "release", "Run the release command", run, needs);
  return [{ ...step, limit: timeout + grace, command: commandAsked("release command", place) }];
}

/**
 * Stops the container once time is up, on the server itself: also when nobody is connected any more. That is a failure whatever the
 * command makes of being stopped. What waits counts seconds: one long `sleep` would outlive it. A run that is stopped stops it as
 * well: Docker's client alone leaves behind a command that does not mind its signal.
 */
function limited(run: Shell, container: string, seconds: number): Shell {
  const late = `It was stopped after ${seconds} s, the time that it has (x-landfall/release/timeout). Does it wait for something?`;
  return sh`( ${run}
) & run=$!
( passed=0
while [ $passed -lt ${seconds} ]; do sleep 1; passed=$((passed + 1)); done
trap "" TERM
docker stop ${container} || kill $run
) >/dev/null 2>&1 & limit=$!
stopped() { docker stop -t 5 ${container} >/dev/null 2>&1; }
trap stopped HUP TERM
code=0
wait $run || code=$?
kill $limit 2>/dev/null || true
if wait $limit 2>/dev/null; then echo ${late}; exit ${lateExitCode}; fi
exit $code`;
}
