import type { Config } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { appHosts, placements } from "../config/placement.ts";
import { containersOf, type Facts, isRunning } from "../host/facts.ts";
import { surplusOf } from "../host/surplus.ts";
import { knownVersions } from "../host/versions.ts";
import { stepId } from "../plan/plan.ts";
import { fates } from "./fates.ts";
import type { Report } from "./report.ts";

/** What every server still has after a run, but for what serves and what the run was about: each can be made live again without a build. The newest first. */
export function rollbackVersions(report: Report): Version[] {
  const { config, facts } = report;
  const hosts = appHosts(config);
  const left = new Map(hosts.flatMap((host) => [facts.get(host) ?? []].flat().map((known) => [host, remaining(report, known)])));
  const live = fates(report).flatMap(({ now }) => (now.kind === "version" ? [now.version] : []));
  return knownVersions(config, left)
    .filter(({ version }) => version !== report.version && (live.length === 0 || live.some((each) => each !== version)))
    .filter(({ containersOn, imageOn }) => hosts.every((host) => containersOn.includes(host) || imageOn.includes(host)))
    .map(({ version }) => version);
}

/** What a server has left after it was pruned, where it was. */
function remaining({ config, version, outcomes }: Report, known: Facts): Facts {
  const id = stepId("prune", known.host);
  if (!outcomes.some(({ step, status }) => step.id === id && status === "succeeded")) return known;
  const { containers, images } = surplusOf(config, version, known, stoppedOn(config, known));
  return {
    ...known,
    containers: known.containers.filter((container) => !containers.includes(container.id)),
    images: known.images.filter(({ id, repository, tag }) => !images.includes(`${repository}:${tag}`) && !images.includes(id)),
  };
}

const stoppedOn = (config: Config, known: Facts): Set<string> =>
  new Set(
    placements(config)
      .filter(({ host }) => host === known.host)
      .flatMap(({ role }) => containersOf(known, config, role).filter(isRunning))
      .map(({ id }) => id),
  );
