import * as app from "../../commands/app.ts";
import { audit } from "../../commands/audit.ts";
import { dockerAnswers } from "../../commands/docker.ts";
import { containerFilters, servingId, servingVersion } from "../../commands/running.ts";
import { appHosts, type Placement, placements } from "../../config/placement.ts";
import { type AppContainer, containerName } from "../../host/names.ts";
import { engineOf, routeOf } from "../../proxies/engine.ts";
import { any, capture, lines, pipe, type Shell, sh } from "../../shell/sh.ts";
import { onEachHost, onEachRole } from "../each.ts";
import type { Plan } from "../plan.ts";
import type { Release } from "../release.ts";

/** Start the version's containers again, and send their roles' traffic to them. */
export function planAppStart(release: Release): Plan {
  const { config, performer, version } = release;
  const starting = (placement: Placement): Shell =>
    lines(
      audit(config, performer, `Started app version ${version}`),
      any(sh`docker start ${containerName({ ...placement, version })}`, sh`true`),
      placement.role.proxy && flipping({ ...placement, version }),
    );
  const title = ({ role }: Placement): string => `Start ${role.name}`;
  return { title: "Start the app", steps: onEachRole(placements(config), { name: "start", stage: "act", title, run: starting }) };
}

function flipping(next: AppContainer): Shell {
  const missing = `No container of ${next.role.name} runs: did it start?`;
  return sh`id=${capture(servingId(next))}
[ -n "$id" ] || { echo ${missing}; exit 1; }
${engineOf(next.config).flip(routeOf(next), sh`"$id"`)}`;
}

/** Take the roles out of the proxy and stop their containers. */
export function planAppStop({ config, performer, version }: Release): Plan {
  const stopping = (placement: Placement): Shell => {
    const next = { ...placement, version };
    const timeout = app.stopTimeout(next);
    const stop = sh`xargs -r docker stop ${timeout !== undefined && ["-t", timeout]}`;
    return lines(
      dockerAnswers(),
      audit(config, performer, "Stopped app", placement.role.name),
      placement.role.proxy && any(sh`[ -z ${capture(servingId(placement))} ]`, engineOf(config).remove(routeOf(next)), sh`true`),
      pipe(servingId(placement), stop),
    );
  };
  const title = ({ role }: Placement): string => `Stop ${role.name}`;
  return { title: "Stop the app", steps: onEachRole(placements(config), { name: "stop", stage: "act", title, run: stopping }) };
}

/** All containers of the app, those that have ended too. */
export const planAppContainers = ({ config }: Release): Plan => {
  const list = sh`docker container ls --all ${containerFilters(config)}`;
  const title = (): string => "Containers of the app";
  return { title: title(), steps: onEachHost(appHosts(config), { name: "containers", stage: "answer", title, run: () => list }) };
};

/** The app's images, by their tags. */
export const planAppImages = ({ config }: Release): Plan => {
  const list = sh`docker image ls ${config.image}`;
  const title = (): string => "Images of the app";
  return { title: title(), steps: onEachHost(appHosts(config), { name: "images", stage: "answer", title, run: () => list }) };
};

/** The version that serves on each host, by its first role there. */
export const planAppVersion = ({ config }: Release): Plan => {
  const firstRoles = new Map(
    placements(config)
      .toReversed()
      .map((placement) => [placement.host, placement]),
  );
  const run = (host: Placement["host"]): Shell => {
    const placement = firstRoles.get(host);
    return placement ? lines(dockerAnswers(), servingVersion(placement)) : sh`true`;
  };
  const title = (): string => "Version that serves";
  return { title: title(), steps: onEachHost(appHosts(config), { name: "version", stage: "answer", title, run }) };
};
