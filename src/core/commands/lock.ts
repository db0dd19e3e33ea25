import type { Config } from "../config/config.ts";
import { automaticLock, encodeLock } from "../host/lock.ts";
import { lockDirectory, runDirectory } from "../host/names.ts";
import { capture, type Shell, sh } from "../shell/sh.ts";

/** How long to wait for somebody else's lock, in seconds. */
export interface LockWait {
  readonly timeout: number;
  readonly interval: number;
}

/** Where the lock is somebody else's. */
export const heldExitCode = 75;

/**
 * Take the lock, or say whose it is and end with `heldExitCode`. A directory, because making one succeeds for one of two at a time.
 * While it waits it keeps talking: once nobody listens any more, the next word ends it, so that no lock is taken for a run that is over.
 */
export function acquire(config: Config, details: string, wait: LockWait | undefined): Shell {
  const directory = lockDirectory(config);
  const write = sh`printf %s ${encodeLock(details)} > ${`${directory}/details`} || { rm -r ${directory}; exit 1; }`;
  const patience = wait ?? { timeout: 0, interval: 1 };
  return sh`mkdir -p ${runDirectory}
left=${patience.timeout}
until mkdir ${directory} 2>/dev/null; do
[ -d ${directory} ] || { mkdir ${directory} && break; exit 1; }
holder=${capture(status(config))} || holder=
echo "The deploy lock is held:"
echo "$holder"
[ $left -gt 0 ] || exit ${heldExitCode}
case $holder in ""|*${automaticLock}*) ;; *) echo "A person took it, so this does not wait for it"; exit ${heldExitCode};; esac
sleep ${patience.interval}
left=$((left - ${patience.interval}))
done
${write}`;
}

/** Give the lock back, if it is still the one that we took. */
export function release(config: Config, details: string): Shell {
  const file = `${lockDirectory(config)}/details`;
  return sh`if [ ${capture(sh`cat ${file}`)} = ${encodeLock(details).trimEnd()} ]; then rm ${file} && rm -r ${lockDirectory(config)}; else echo "The lock is not this run's; it stays"; fi`;
}

/** Give back a lock, whoever took it. That there is none is said, and is no failure: as in Kamal, so that a pipeline may end with it. */
export const forceRelease = (config: Config): Shell =>
  sh`[ -d ${lockDirectory(config)} ] || { echo "There is no deploy lock"; exit 0; }
rm -f ${`${lockDirectory(config)}/details`} && rm -r ${lockDirectory(config)}`;

/** Who holds the lock, in words; nothing when nobody does. */
export const status = (config: Config): Shell =>
  sh`cat ${`${lockDirectory(config)}/details`} 2>/dev/null | base64 -d 2>/dev/null`;
