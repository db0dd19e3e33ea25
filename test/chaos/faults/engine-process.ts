import type { Server } from "../../lab/server.ts";

/** Stops a server's Docker daemon, and its containers with it. */
export const stopEngine = (server: Server): Promise<string> =>
  server.exec("pid=$(cat /var/run/docker.pid); kill $pid; while [ -e /proc/$pid/cwd ]; do sleep 0.1; done");

/** As the server's own boot does it. */
export const startEngine = (server: Server): Promise<string> =>
  server.exec(`rm -f /var/run/docker.pid
nohup dockerd --containerd /run/containerd/containerd.sock </dev/null >>/var/log/dockerd.log 2>&1 &
exec ready.sh`);
