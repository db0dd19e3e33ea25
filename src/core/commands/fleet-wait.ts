import { type Fleet, live, longestSilence, type Meeting, meetingFile, others, tokenFile, verdictFile } from "../host/fleet.ts";
import { capture, lines, type Shell, sh } from "../shell/sh.ts";
import { decide, silence, unlessDecided } from "./fleet.ts";

/** A meeting of which is known how long a shard may take to come. */
interface WaitingMeeting extends Meeting {
  readonly fleet: Fleet;
}

/** Wait for the first shard to have taken the lock for all, or to be healthy. Fails as soon as all are to go back. */
export const awaitFirst = (meeting: WaitingMeeting, token: "details" | "healthy"): Shell =>
  lines(
    waiting(meeting),
    sh`while [ ! -e ${tokenFile(meeting, token, 1)} ]; do
${unlessDecided(meeting)}
watch 1
pause
done`,
  );

/** With this shard's hosts healthy, wait until all hosts are: that decides that all stay with the new version. */
export const agree = (meeting: WaitingMeeting): Shell =>
  lines(
    waiting(meeting),
    sh`: > ${tokenFile(meeting, "healthy")}
while [ ! -L ${verdictFile(meeting)} ]; do
missing=
for shard in ${others(meeting.fleet)}; do [ -e ${meetingFile(meeting, "")}$shard.healthy ] || { missing=$shard; watch $shard; }; done
if [ -n "$missing" ]; then pause; else ${decide(meeting, live)}; fi
done
[ ${capture(sh`readlink ${verdictFile(meeting)}`)} = ${live} ] || { readlink ${verdictFile(meeting)}; exit 1; }`,
  );

/**
 * The functions that waiting takes. `watch` decides that all go back when a shard does not come or is silent, and looks every fifth
 * second; `pause` prints, so that it ends when nobody listens any more.
 */
function waiting(meeting: WaitingMeeting): Shell {
  const { patience, shard } = meeting.fleet;
  const alive = sh`${meetingFile(meeting, "")}$1.alive`;
  const late = `/${shard.count} did not come within ${patience} s, so all go back. Were all jobs of this run started, and side by side?`;
  const silent = `/${shard.count} has not been heard of for ${longestSilence} s, so all go back`;
  const decides = (rest: string): Shell => sh`ln -s "Shard $1"${rest} ${verdictFile(meeting)} 2>/dev/null || true`;
  return sh`turns=0
began=$(date +%s)
watch() {
[ $((turns % 10)) -eq 0 ] || return 0
if [ ! -e ${alive} ]; then [ $(($(date +%s) - began)) -lt ${patience} ] || ${decides(late)}
elif [ ${silence(alive)} -gt ${longestSilence} ]; then ${decides(silent)}
fi
}
pause() {
[ $((turns % 10)) -ne 0 ] || echo
turns=$((turns + 1))
sleep 0.5
}`;
}
