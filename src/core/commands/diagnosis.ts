import { besideMark } from "../diagnosis/beside.ts";
import { ask } from "../proxies/asking.ts";
import { engineOf } from "../proxies/engine.ts";
import { capture, lines, type Shell, sh } from "../shell/sh.ts";
import type { Suspect } from "./suspect.ts";

const identity = "{{slice .Id 0 12}} {{.State.Pid}} {{.Created}} {{.Image}}";
const ownChecks = `{{with .State.Health}},"health":{{json .Status}},"checks":[{{range $at, $check := .Log}}{{if $at}},{{end}}{"exitCode":{{$check.ExitCode}},"output":{{json $check.Output}}}{{end}}]{{end}}`;
const stateFormat = `container {"status":{{json .State.Status}},"exitCode":{{.State.ExitCode}},"oomKilled":{{.State.OOMKilled}},"error":{{json .State.Error}},"restarts":{{.RestartCount}},"memory":{{.HostConfig.Memory}},"readOnly":{{.HostConfig.ReadonlyRootfs}}${ownChecks}}`;

/** What Docker remembers of a container's ends: its state tells of none before it was started again. */
const endFormat = "end {{.Action}} {{.TimeNano}} {{.Actor.Attributes.exitCode}}";

/** Local addresses of sockets that listen (state 0A), as proc(5) has them in net/tcp. */
const listeners = "s/^ *[0-9]*: \\([0-9A-F]*:[0-9A-F]*\\) [0-9A-F]*:0000 0A .*/listen \\1/p";

/**
 * Everything that tells why a container is not healthy, for `readDiagnosis`: each line begins with a word that says what it is about.
 * Changes nothing, and succeeds whatever is missing. However much the container has logged, some 50 kB are sent.
 */
export function diagnose(suspect: Suspect): Shell {
  const { container, asked } = suspect;
  return lines(
    sh`printf ${"asked %s\\n"} ${JSON.stringify(asked)}`,
    sh`docker version --format ${'server "{{.Server.Arch}}"'} 2>/dev/null || true`,
    sh`set -- $(docker container inspect --format ${identity} ${container} 2>/dev/null)
[ $# -eq 4 ] || exit 0`,
    sh`docker container inspect --format ${stateFormat} "$1" 2>/dev/null || true`,
    sh`docker events --since "$3" --until 0s --filter container="$1" --filter event=die --filter event=oom --format ${endFormat} 2>/dev/null | tail -n 50`,
    sh`docker image inspect --format ${'image "{{.Architecture}}"'} "$4" 2>/dev/null || true`,
    sh`if [ -r "/proc/$2/net/tcp" ]; then echo seen; sed -n ${listeners} "/proc/$2/net/tcp" "/proc/$2/net/tcp6" 2>/dev/null || true; fi`,
    sh`docker logs --timestamps --tail 100 "$1" 2>&1 | head -c 8000000 | tail -c 20000 | ${marked("log")}`,
    asked.proxy && atProxy(suspect),
  );
}

/** The same in the midst of other output, from which `parted` tells it. */
export const diagnoseBeside = (suspect: Suspect): Shell => sh`{ ${diagnose(suspect)}
} | sed ${`s/^/${besideMark}/`}`;

/** Nothing of one that runs and was not started again. */
export const diagnoseUnlessSteady = (suspect: Suspect): Shell =>
  sh`[ ${capture(sh`docker container inspect --format ${steadiness} ${suspect.container} 2>/dev/null`)} = ${"running 0"} ] || ${diagnoseBeside(suspect)}`;

const steadiness = "{{.State.Status}} {{.RestartCount}}";

/** What the proxy logged of the container, but for requests, and what an answer to it looks like. */
function atProxy({ config, asked }: Suspect): Shell {
  const { container } = engineOf(config);
  const { port = 0, path = "", timeout = 0 } = asked.proxy ?? {};
  return sh`docker logs --since "$3" ${container} 2>&1 | grep -F "$1" | grep -vF '"msg":"Request"' | tail -n 60 | cut -b 1-600 | tail -c 20000 | ${marked("proxy")}
docker exec ${container} sh -c ${ask} ask "$1" ${port} ${path} ${timeout} 2>/dev/null | ${marked("answer")}`;
}

/** A last line that is not ended would swallow the next thing that is printed. */
const marked = (word: string): Shell => sh`{ sed ${`s/^/${word} /`}; echo; }`;
