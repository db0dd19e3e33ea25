import { docker, runAsRoot } from "../lab/command.ts";
import type { Lab } from "../lab/lab.ts";
import { ownedName } from "../lab/label.ts";
import type { Server } from "../lab/server.ts";
import { until } from "./until.ts";

const container = (lab: Lab): string => ownedName(lab.name, "registry");

const refusing = "REJECT --reject-with tcp-reset";
const dropping = "DROP";

/** Connections to the registry are refused, those that are open are reset, until it is healed. */
export const refuseAtRegistry = (lab: Lab): Promise<void> => firewall(lab, "--insert", refusing);
export const heal = (lab: Lab): Promise<void> => firewall(lab, "--delete", refusing);

/** Nothing that is sent to it arrives, until it is woken. */
export const silenceRegistry = (lab: Lab): Promise<void> => firewall(lab, "--insert", dropping);
export const wakeRegistry = (lab: Lab): Promise<void> => firewall(lab, "--delete", dropping);

async function firewall(lab: Lab, verb: "--insert" | "--delete", target: string): Promise<void> {
  const pid = await docker(["inspect", "--format", "{{.State.Pid}}", container(lab)]);
  const rule = `INPUT --protocol tcp --dport 5000 --jump ${target}`;
  await runAsRoot(`nsenter --target ${pid} --net iptables ${verb} ${rule}`);
}

/** Lets it send so slowly that there is time in the middle of a layer. */
export const slowDownRegistry = (lab: Lab): Promise<string> => docker(["update", "--cpus", "0.02", container(lab)]);
export const speedUpRegistry = (lab: Lab): Promise<string> => docker(["update", "--cpus", "2", container(lab)]);

/** Puts other bytes in the place of what is known by this digest. */
export async function corrupt(lab: Lab, digest: string): Promise<void> {
  const sum = digest.replace("sha256:", "");
  const file = `/var/lib/registry/docker/registry/v2/blobs/sha256/${sum.slice(0, 2)}/${sum}/data`;
  await docker(["exec", container(lab), "sh", "-c", `sed -i 's/"schemaVersion": *2/"schemaVersion":  2/; $s/$/ /' ${file}`]);
}

/** Whether a layer is on its way to a server. */
export const isFetching = async (server: Server): Promise<boolean> =>
  (await server.exec("find /var/lib/docker/tmp -name 'GetImageBlob*' -size +0 2>/dev/null")) !== "";

/** Makes a server's pulls wait. */
export async function holdPulls(server: Server): Promise<void> {
  const script = `#!/bin/sh
case "$*" in "pull "*) touch /tmp/pulling; while [ ! -e /tmp/go ]; do sleep 0.1; done;; esac
exec /usr/bin/docker "$@"
`;
  await server.exec(
    `cat > /usr/local/bin/docker <<'END'\n${script}END\nchmod +x /usr/local/bin/docker; rm -f /tmp/go /tmp/pulling`,
  );
}
export const isHeld = async (server: Server): Promise<boolean> => (await server.exec("ls /tmp | grep -x pulling || true")) !== "";
export const letPull = (server: Server): Promise<string> => server.exec("touch /tmp/go; rm -f /usr/local/bin/docker");

/** From now on it deletes nothing, as a registry of Debian's does that nobody has told to. */
export async function forbidDeletions(lab: Lab): Promise<void> {
  await docker([
    "exec",
    container(lab),
    "sed",
    "-i",
    "s/delete: { enabled: true }/delete: { enabled: false }/",
    "/etc/registry.yml",
  ]);
  await docker(["restart", "--time", "1", container(lab)]);
  await until(() =>
    lab.registry.tags("any").then(
      () => true,
      () => false,
    ),
  );
}
