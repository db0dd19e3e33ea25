import { createNetwork } from "../commands/docker.ts";
import type { Host } from "../config/names.ts";
import { appHosts, proxyHosts } from "../config/placement.ts";
import { type Facts, proxyOf } from "../host/facts.ts";
import { network } from "../host/names.ts";
import { engineOf } from "../proxies/engine.ts";
import { portsTaken } from "../proxies/rival.ts";
import type { Plan, RemoteStep, StepId } from "./plan.ts";
import { previewObstacles } from "./preview/obstacles.ts";
import { type FactsByHost, factsOf, type Release } from "./release.ts";
import { idsOf, onHost } from "./step.ts";

/** What a server needs before an app can boot there, as far as it is not there yet. Nothing of it touches what serves. */
export function planPrepare(release: Release, facts: FactsByHost, hosts: readonly Host[] = appHosts(release.config)): Plan {
  const { config } = release;
  const proxied = new Set(proxyHosts(config));
  const steps = hosts.flatMap((host) => {
    const known = factsOf(facts, host);
    const network = connecting(known, host);
    const proxy = proxied.has(host) ? bootingProxy(release, known, host, idsOf(network)) : [];
    return [...network, ...proxy];
  });
  return { title: "Prepare the servers", steps };
}

function bootingProxy({ config }: Release, known: Facts, host: Host, needs: readonly StepId[]): RemoteStep[] {
  const engine = engineOf(config);
  if (proxyOf(known, engine.container)?.running) return [];
  return [onHost(host, "proxy", "prepare", `Boot ${engine.container}`, engine.boot(config, host), needs)];
}

function connecting(known: Facts, host: Host): RemoteStep[] {
  if (known.networks.includes(network)) return [];
  return [onHost(host, "network", "prepare", `Create the network ${network}`, createNetwork())];
}

/** The servers where Docker does not answer, and why, one sentence each. */
export const withoutDocker = (servers: readonly Facts[]): string[] =>
  servers.flatMap(({ host, dockerInstalled, dockerError }) => {
    if (dockerError === undefined) return [];
    if (!dockerInstalled) return [`${host}: Docker is not installed. "landfall setup" installs it`];
    return [`${host}: Docker does not answer: ${dockerError || "it gives no reason"}`];
  });

/** What stands in the way of a deploy on these servers, one sentence each; asked before anything is changed. */
export function obstacles({ config }: Release, facts: FactsByHost): string[] {
  const engine = engineOf(config);
  const proxied = new Set(proxyHosts(config));
  const ofServers = [...facts.values()].flatMap((known) => {
    if (known.dockerError !== undefined) return withoutDocker([known]);
    if (!proxied.has(known.host)) return [];
    const proxy = proxyOf(known, engine.container);
    const complaint = proxy?.running ? engine.complaint(proxy) : portsTaken(config, known);
    return complaint === undefined ? [] : [`${known.host}: ${complaint}`];
  });
  return [...ofServers, ...previewObstacles(config, facts)];
}
