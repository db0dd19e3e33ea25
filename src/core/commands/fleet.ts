import {
  everybody,
  live,
  longestSilence,
  type Meeting,
  meetingDirectory,
  meetingFile,
  nameOf,
  others,
  type Token,
  tokenFile,
  verdictFile,
  wordOfFailure,
  wordOfHalt,
} from "../host/fleet.ts";
import { encodeLock } from "../host/lock.ts";
import { fleetsDirectory, lockDirectory } from "../host/names.ts";
import { capture, lines, type Shell, sh } from "../shell/sh.ts";

/**
 * Come to where the shards of the run meet, and forget the meetings of days ago.
 * Fails for a shard that comes twice, comes when all is over, or means to do another thing than the others.
 * @param intent what every shard of the run must be about to do
 */
export function arrive(meeting: Meeting, intent: string): Shell {
  const { config, fleet } = meeting;
  const agreed = meetingFile(meeting, "intent");
  return sh`mkdir -p ${meetingDirectory(meeting)}
find ${fleetsDirectory(config)} -mindepth 1 -maxdepth 1 -type d ! -name ${fleet.name} -mtime +0 -exec rm -r {} + 2>/dev/null || true
${unlessDecided(meeting)}
ln -s ${intent} ${agreed} 2>/dev/null || [ ${capture(sh`readlink ${agreed}`)} = ${intent} ] || {
echo ${`The shards of this run do not agree. This one is to ${intent}; the others are to`} ${capture(sh`readlink ${agreed}`)}
exit 1
}
(set -C; : > ${tokenFile(meeting, "alive")}) 2>/dev/null || { echo ${`${nameOf(fleet)} of this run is there already: each shard is for one job`}; exit 1; }`;
}

/** Ends with the reason once it is decided that all go back. */
export const unlessDecided = (meeting: Meeting): Shell =>
  sh`if [ -L ${verdictFile(meeting)} ]; then readlink ${verdictFile(meeting)}; exit 1; fi`;

/** Say that this shard is alive. */
export const beat = (meeting: Meeting): Shell => sh`touch ${tokenFile(meeting, "alive")}`;

/** Show the others the lock that this shard has taken for all of them. */
export function showLock(meeting: Meeting): Shell {
  const next = meetingFile(meeting, "details.next");
  const show = sh`cp ${`${lockDirectory(meeting.config)}/details`} ${next} && mv ${next} ${tokenFile(meeting, "details")}`;
  return lines(unlessDecided(meeting), show);
}

/** The first word counts, for all: making a link succeeds once. */
export const decide = (meeting: Meeting, word: string): Shell => sh`ln -s ${word} ${verdictFile(meeting)} 2>/dev/null || true`;

/** Have all go back, because this shard did not come through. Fails where all were healthy before, and stay. */
export function giveUp(meeting: Meeting): Shell {
  const stays = "All shards were healthy before this one was stopped, so all stay with the new version";
  return sh`${decide(meeting, `${nameOf(meeting.fleet)} ${wordOfFailure}`)}
[ ${capture(sh`readlink ${verdictFile(meeting)}`)} != ${live} ] || { echo ${stays}; exit 1; }`;
}

/** Have no other shard begin, because too many of this one's hosts have failed. Fails where all are to go back. */
export function halt(meeting: Meeting): Shell {
  return sh`${decide(meeting, `${nameOf(meeting.fleet)} ${wordOfHalt}`)}
verdict=${capture(sh`readlink ${verdictFile(meeting)}`)}
case $verdict in ${live}|*${` ${wordOfHalt}`}) ;; *) echo "$verdict"; exit 1;; esac`;
}

/** What the shard that ends last is told. */
export const allOver = "All shards are over";

/**
 * This shard is done with everything. Once all are, or are gone, the lock is given back, and one of them is told so.
 * @param report what {@link gather} tells of this shard, on one line
 * @param details of the lock, where this shard was to take it
 */
export function leave(meeting: Meeting, report: string, details: string | undefined): Shell {
  const { fleet } = meeting;
  const last = meetingFile(meeting, "last");
  const file = (token: Token): Shell => sh`${meetingFile(meeting, "")}$shard.${token}`;
  return lines(
    decide(meeting, `${nameOf(fleet)} ${wordOfFailure}`),
    details !== undefined && sh`printf %s ${encodeLock(details)} > ${tokenFile(meeting, "details")}`,
    sh`printf ${"%s\\n"} ${report} > ${tokenFile(meeting, "report")}
: > ${tokenFile(meeting, "done")}
for shard in ${others(fleet)}; do
[ -e ${file("done")} ] || [ ! -e ${file("alive")} ] || [ ${silence(file("alive"))} -gt ${longestSilence} ] || { echo "Shard $shard is still at work"; exit 0; }
done
${giveLockBack(meeting)}
ln -s ${nameOf(fleet)} ${last} 2>/dev/null || { echo "All is told in the job of" ${capture(sh`readlink ${last}`)}; exit 0; }
echo ${allOver}`,
  );
}

/** What all shards have left to report, a line each; nothing of it is kept but how the run ended, for whoever comes late. */
export function gather(meeting: Meeting): Shell {
  const file = (token: Token): Shell => sh`${meetingFile(meeting, "")}$shard.${token}`;
  const all = (["alive", "healthy", "report"] as const).map(file);
  return sh`for shard in ${everybody(meeting.fleet)}; do
if [ -e ${file("report")} ]; then cat ${file("report")}; fi
rm -f ${all}
done`;
}

/** Only the lock that the first shard took, and by one of those that go at once: what another finds then may be the next run's. */
function giveLockBack(meeting: Meeting): Shell {
  const taken = tokenFile(meeting, "details", 1);
  const held = `${lockDirectory(meeting.config)}/details`;
  const same = sh`[ -e ${taken} ] && [ ${capture(sh`cat ${taken}`)} = ${capture(sh`cat ${held} 2>/dev/null`)} ] && ln -s ${nameOf(meeting.fleet)} ${meetingFile(meeting, "returned")} 2>/dev/null`;
  return sh`if ${same}; then rm ${held} && rm -r ${lockDirectory(meeting.config)} || exit 1; fi`;
}

/** How long ago a file was touched, in seconds by the server's own clock. */
export const silence = (file: Shell): Shell => sh`$(($(date +%s) - $(stat -c %Y ${file} 2>/dev/null || date +%s)))`;
