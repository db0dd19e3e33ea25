import type { Config } from "../config/config.ts";
import { proxyOf } from "../host/facts.ts";
import type { FactsByHost } from "../plan/release.ts";
import { engineOf } from "../proxies/engine.ts";
import { containerDetails, describeContainers } from "./details.ts";
import { table } from "./table.ts";

/** What the servers say of themselves, for people. */
export function describeServers(config: Config, facts: FactsByHost): string {
  const engine = engineOf(config);
  const rows = [...facts.values()].map((known) => {
    const proxy = proxyOf(known, engine.container);
    const docker = known.docker ? `${known.docker.version} (${known.docker.architecture})` : (known.dockerError ?? "none");
    const free = known.diskFree === undefined ? "" : `${(known.diskFree / 1024 / 1024).toFixed(1)} GiB`;
    return [
      known.host,
      docker,
      free,
      proxy ? `${proxy.image}${proxy.running ? "" : " (stopped)"}` : "none",
      known.lock === undefined ? "" : "held",
    ];
  });
  const routes = [...facts.values()].flatMap(({ host, routes }) =>
    routes === undefined ? [] : [`\nRoutes on ${host}:\n${routes}`],
  );
  const servers = table(["HOST", "DOCKER", "DISK FREE", "PROXY", "LOCK"], rows);
  return [servers, "", describeContainers(containerDetails(config, facts)), ...routes].join("\n");
}
