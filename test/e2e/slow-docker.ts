import type { Machine } from "../lab/machine.ts";

const reached = "/tmp/reached";
const held = "/tmp/held";

/** Makes one of a server's Docker commands hang for a while before it does its work. @param pattern as in `case` of the shell */
export async function slowDown(server: Machine, pattern: string, seconds = 30): Promise<void> {
  const script = `#!/bin/sh
case "$*" in ${pattern}) touch ${reached}; sleep ${seconds};; esac
exec /usr/bin/docker "$@"
`;
  await install(server, script);
}

/** Makes it hang until it is let go, a few minutes at most. */
export async function hold(server: Machine, pattern: string): Promise<void> {
  const script = `#!/bin/sh
case "$*" in ${pattern}) touch ${reached}; n=0; while [ -e ${held} ] && [ $n -lt 900 ]; do sleep 0.2; n=$((n + 1)); done;; esac
exec /usr/bin/docker "$@"
`;
  await install(server, script);
  await server.exec(`touch ${held}`);
}

export const letGo = (server: Machine): Promise<string> => server.exec(`rm -f ${held}`);

const install = (server: Machine, script: string): Promise<string> =>
  server.exec(`printf %s '${script.replaceAll("'", "'\\''")}' > /usr/local/bin/docker; chmod +x /usr/local/bin/docker`);

/** Whether it hangs there now, or has. */
export const hasReached = async (server: Machine): Promise<boolean> =>
  (await server.exec(`[ ! -e ${reached} ] || echo yes`)) !== "";

export const speedUp = (server: Machine): Promise<string> => server.exec(`rm -f /usr/local/bin/docker ${reached} ${held}`);
