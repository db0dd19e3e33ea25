import type { Asked } from "../diagnosis/diagnosis.ts";
import { type AppContainer, containerName } from "../host/names.ts";
import { ask } from "../proxies/asking.ts";
import { healthPath } from "../proxies/caddy/forwarding.ts";
import { engineOf } from "../proxies/engine.ts";
import { lines, type Shell, sh } from "../shell/sh.ts";

const identity = "{{slice .Id 0 12}} {{.State.Pid}} {{.Created}} {{.Image}}";
const ownChecks = `{{with .State.Health}},"health":{{json .Status}},"checks":[{{range $at, $check := .Log}}{{if $at}},{{end}}{"exitCode":{{$check.ExitCode}},"output":{{json $check.Output}}}{{end}}]{{end}}`;
const stateFormat = `container {"status":{{json .State.Status}},"exitCode":{{.State.ExitCode}},"oomKilled":{{.State.OOMKilled}},"error":{{json .State.Error}},"restarts":{{.RestartCount}},"memory":{{.HostConfig.Memory}},"readOnly":{{.HostConfig.ReadonlyRootfs}}${ownChecks}}`;

/** Local addresses of sockets that listen (state 0A), as proc(5) has them in net/tcp. */
const listeners = "s/^ *[0-9]*: \\([0-9A-F]*:[0-9A-F]*\\) [0-9A-F]*:0000 0A .*/listen \\1/p";

/**
 * Everything that tells why a container is not healthy, for `readDiagnosis`: each line begins with a word that says what it is about.
 * Changes nothing, and succeeds whatever is missing. However much the container has logged, some 50 kB are sent.
 */
export function diagnose(app: AppContainer): Shell {
  return lines(
    sh`printf ${"asked %s\\n"} ${JSON.stringify(askedOf(app))}`,
    sh`docker version --format ${'server "{{.Server.Arch}}"'} 2>/dev/null || true`,
    sh`set -- $(docker container inspect --format ${identity} ${containerName(app)} 2>/dev/null)
[ $# -eq 4 ] || exit 0`,
    sh`docker container inspect --format ${stateFormat} "$1" 2>/dev/null || true`,
    sh`docker image inspect --format ${'image "{{.Architecture}}"'} "$4" 2>/dev/null || true`,
    sh`if [ -r "/proc/$2/net/tcp" ]; then echo seen; sed -n ${listeners} "/proc/$2/net/tcp" "/proc/$2/net/tcp6" 2>/dev/null || true; fi`,
    sh`docker logs --timestamps --tail 100 "$1" 2>&1 | head -c 8000000 | tail -c 20000 | ${marked("log")}`,
    app.role.proxy && atProxy(app),
  );
}

/** What the proxy logged of the container, but for requests, and what an answer to it looks like. */
function atProxy(app: AppContainer): Shell {
  const { container } = engineOf(app.config);
  const { port = 0, path = "", timeout = 0 } = askedOf(app).proxy ?? {};
  return sh`docker logs --since "$3" ${container} 2>&1 | grep -F "$1" | grep -vF '"msg":"Request"' | tail -n 60 | cut -b 1-600 | tail -c 20000 | ${marked("proxy")}
docker exec ${container} sh -c ${ask} ask "$1" ${port} ${path} ${timeout} 2>/dev/null | ${marked("answer")}`;
}

/** A last line that is not ended would swallow the next thing that is printed. */
const marked = (word: string): Shell => sh`{ sed ${`s/^/${word} /`}; echo; }`;

/** With the proxy's defaults. */
function askedOf({ config, role }: AppContainer): Asked {
  const { name, proxy } = role;
  const asked = { role: name, proxyKey: name === config.primaryRole ? "proxy" : `servers.${name}.proxy` };
  const deployTimeout = config.deployTimeout;
  if (!proxy) return { ...asked, deployTimeout };
  const { timeout = 5 } = proxy.healthcheck;
  return { ...asked, deployTimeout, proxy: { port: proxy.appPort, path: healthPath({ proxy }), timeout } };
}
