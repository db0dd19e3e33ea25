import { type Shell, sh } from "../shell/sh.ts";

/** Of a command that was stopped as its time was up, as timeout(1) has it. */
export const lateExitCode = 124;

/** What ends a command in a container that takes too long. */
export interface Limit {
  /** The container that it runs in. */
  readonly container: string;
  readonly seconds: number;
  /** What is said then. */
  readonly late: string;
}

/**
 * Stops the container once time is up, on the server itself: also when nobody is connected any more. That is a failure whatever the
 * command makes of being stopped. What waits counts seconds: one long `sleep` would outlive it. A run that is stopped stops it as
 * well: Docker's client alone leaves behind a command that does not mind its signal.
 */
export function limited(run: Shell, { container, seconds, late }: Limit): Shell {
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
trap - HUP TERM
[ $code -eq 0 ] || exit $code`;
}
