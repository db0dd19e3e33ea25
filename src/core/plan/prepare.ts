import { createNetwork } from "../commands/docker.ts";
import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import { appHosts, inScope, proxyHosts } from "../config/placement.ts";
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
  servers.flatMap((known) => (known.dockerError === undefined ? [] : [`${known.host}: ${whyNoDocker(known)}`]));

function whyNoDocker({ dockerInstalled, dockerError }: Facts): string {
  if (!dockerInstalled) return 'Docker is not installed. "landfall setup" installs it';
  const advice = dockerError?.includes("permission denied") ? `. ${permissionAdvice}` : "";
  return `Docker does not answer: ${dockerError || "it gives no reason"}${advice}`;
}

export const permissionAdvice =
  'The user who logs in there may not use Docker: "usermod -aG docker USER" there lets it, or name another in ssh/user';

/** What stands in the way of a deploy on these servers, one sentence each; asked before anything is changed. */
export function obstacles({ config }: Pick<Release, "config">, facts: FactsByHost): string[] {
  const ofServers = [...facts.values()].flatMap((known) => {
    const obstacle = inScope(config, known.host) ? obstacleOn(config, known) : undefined;
    return obstacle === undefined ? [] : [`${known.host}: ${obstacle}`];
  });
  return [...ofServers, ...previewObstacles(config, facts)];
}

/** The same of one server. */
export function obstacleOn(config: Config, known: Facts): string | undefined {
  if (known.dockerError !== undefined) return whyNoDocker(known);
  if (!proxyHosts(config).includes(known.host)) return undefined;
  const engine = engineOf(config);
  const proxy = proxyOf(known, engine.container);
  return proxy?.running ? engine.complaint(proxy) : portsTaken(config, known);
}
