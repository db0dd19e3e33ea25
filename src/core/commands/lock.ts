import type { Config } from "../config/config.ts";
import { encodeLock } from "../host/lock.ts";
import { nameOfHolder } from "../host/lock-holder.ts";
import { heartbeatFile, lockDirectory, runDirectory } from "../host/names.ts";
import { capture, type Shell, sh, subshell } from "../shell/sh.ts";

/** How long to wait for somebody else's lock, and how often to ask whether its run still goes on, in seconds. */
export interface LockWait {
  readonly timeout: number;
  readonly interval: number;
}

/** Where the lock is somebody else's. */
export const heldExitCode = 75;

/** What `acquire` says where it took the lock over; whose it was follows behind a colon. */
export const takenOver = "The lock of a run that is over is ours now";

const detailsFile = (config: Config): string => `${lockDirectory(config)}/details`;

/**
 * Take the lock, or say whose it is and end with `heldExitCode`. A directory, because making one succeeds for one of two at a time;
 * a run that is stopped at that moment still writes its details into it, so that the lock can be given back.
 * @param abandoned the details of a lock whose run is over: if it still has these, it is taken over
 */
export function acquire(config: Config, details: string, abandoned?: string): Shell {
  const directory = lockDirectory(config);
  const takeOver =
    abandoned !== undefined &&
    sh`elif ${takingOver(config, details, abandoned)}; then printf ${"%s\\n"} ${`${takenOver}: ${nameOfHolder(abandoned)}`}`;
  return sh`mkdir -p ${runDirectory}
trap '' HUP TERM
if mkdir ${directory} 2>/dev/null || { [ ! -d ${directory} ] && mkdir ${directory}; }; then
: > ${heartbeatFile(config)} || true
printf %s ${encodeLock(details)} > ${detailsFile(config)} || { rm -r ${directory}; exit 1; }
elif [ ! -d ${directory} ]; then exit 1
${takeOver}
else ${status(config)}
exit ${heldExitCode}
fi`;
}

/**
 * One of several that try at once succeeds: the kernel frees the lock on the directory with whoever has it, however that ends. In the
 * directory itself, so that nobody writes into one that was made anew meanwhile; Kamal's release needs to know nothing of it.
 */
function takingOver(config: Config, details: string, abandoned: string): Shell {
  const written = encodeLock(details);
  const exchange = sh`cd ${lockDirectory(config)} && exec 9<. && flock 9 && [ ${capture(sh`cat details`)} = ${encodeLock(abandoned).trimEnd()} ] && touch heartbeat && printf %s ${written} > next && mv next details`;
  return sh`${subshell(exchange)} && [ ${capture(sh`cat ${detailsFile(config)}`)} = ${written.trimEnd()} ]`;
}

/** Wait, for so many seconds at most, while whoever holds the lock now holds it. Takes nothing; says who holds it then, as `status` does. */
export function waitFor(config: Config, seconds: number): Shell {
  const holder = capture(sh`cat ${detailsFile(config)} 2>/dev/null`);
  return sh`left=${seconds}
holder=${holder} || holder=
while [ $left -gt 0 ] && [ -d ${lockDirectory(config)} ] && [ ${holder} = "$holder" ]; do
sleep 1
left=$((left - 1))
done
${status(config)}`;
}

/**
 * Show that the run that took the lock lives, by the time of a file beside its details: these stay as they are, since whose the lock
 * is is told by them. Makes no file, so that nothing is in the way of whoever removes the directory meanwhile. Where the lock is no
 * more the run's, it says whose it is, as `status` does, and ends with `heldExitCode`; not where it merely cannot be read.
 */
export function beat(config: Config, details: string): Shell {
  const held = capture(sh`cat details 2>/dev/null`);
  const directory = lockDirectory(config);
  const lost = sh`exit ${heldExitCode}`;
  const marking = sh`cd ${directory} 2>/dev/null || { [ ! -d ${directory} ] || exit 1; ${lost}; }
held=${held} || { [ ! -e details ] || exit 1; ${lost}; }
[ "$held" = ${encodeLock(details).trimEnd()} ] || ${lost}
touch -c heartbeat`;
  return sh`marked=0
${subshell(marking)} || marked=$?
[ $marked -eq ${heldExitCode} ] || exit $marked
${status(config)}
exit ${heldExitCode}`;
}

/** Give the lock back, if it is still the one that we took. */
export function release(config: Config, details: string): Shell {
  const file = detailsFile(config);
  return sh`trap '' HUP TERM
if [ ${capture(sh`cat ${file}`)} = ${encodeLock(details).trimEnd()} ]; then rm ${file} && rm -r ${lockDirectory(config)}; else echo "The lock is not this run's; it stays"; fi`;
}

/** Give back a lock, whoever took it. That there is none is said, and is no failure: as in Kamal, so that a pipeline may end with it. */
export const forceRelease = (config: Config): Shell =>
  sh`[ -d ${lockDirectory(config)} ] || { echo "There is no deploy lock"; exit 0; }
rm -f ${detailsFile(config)} && rm -r ${lockDirectory(config)}`;

/** Who holds the lock and for how long, as `holderFrom` reads it; nothing when nobody does. Text that is no Base64 is shown as it is. */
export function status(config: Config): Shell {
  const file = detailsFile(config);
  const since = capture(sh`stat -c %Y ${file} 2>/dev/null || stat -c %Y ${lockDirectory(config)} 2>/dev/null || date +%s`);
  return sh`if [ -d ${lockDirectory(config)} ]; then
since=${since}
now=$(date +%s)
if beat=${capture(sh`stat -c %Y ${heartbeatFile(config)} 2>/dev/null`)}; then heard=", last heard of $((now - beat)) s ago"; else heard=; fi
echo "The deploy lock is held, for $((now - since)) s so far$heard:"
holder=${capture(sh`base64 -d ${file} 2>/dev/null`)} || holder=${capture(sh`cat ${file} 2>/dev/null`)} || holder=
printf ${"%s\\n"} "$holder"
fi`;
}
