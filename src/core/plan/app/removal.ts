import * as app from "../../commands/app.ts";
import { audit } from "../../commands/audit.ts";
import { dockerAnswers } from "../../commands/docker.ts";
import { containerFilters, runningVersions, servingVersion } from "../../commands/running.ts";
import type { Config } from "../../config/config.ts";
import type { Host, Version } from "../../config/names.ts";
import { appHosts, type Placement, placements } from "../../config/placement.ts";
import { appConfigDirectory, appDirectory, containerName, containerPrefix } from "../../host/names.ts";
import { all, any, capture, lines, pipe, type Shell, sh } from "../../shell/sh.ts";
import { onEachHost, onEachRole } from "../each.ts";
import type { Plan, RemoteStep, StepId } from "../plan.ts";
import type { Release } from "../release.ts";
import { idsOf } from "../step.ts";
import { planAppStop } from "./containers.ts";

/** Stop the app and take its containers, images and directories away. */
export function planAppRemove(release: Release): Plan {
  const stops = planAppStop(release).steps;
  const containers = removingContainers(release, idsOf(stops));
  const images = removingImages(release, idsOf(containers));
  const directories = removingDirectories(release, idsOf(images));
  return { title: "Remove the app", steps: [...stops, ...containers, ...images, ...directories] };
}

/** Only those that have ended: what runs, Docker leaves alone. */
export const planAppRemoveContainers = (release: Release): Plan => ({
  ...{ title: "Remove the app's containers", steps: removingContainers(release, []) },
});

/** Those that no container uses, and only where no role of the app is left: its roles share them. */
export const planAppRemoveImages = (release: Release): Plan => ({
  ...{ title: "Remove the app's images", steps: removingImages(release, []) },
});

/** Only where no role of the app is left; env files and certificates go with them. */
export const planAppRemoveDirectories = (release: Release): Plan => ({
  ...{ title: "Remove the app's directories", steps: removingDirectories(release, []) },
});

/** Remove the containers of one version, which must have ended. */
export const planAppRemoveContainer =
  (version: Version): ((release: Release) => Plan) =>
  ({ config, performer }) => {
    const title = ({ role }: Placement): string => `Remove ${role.name} ${version}`;
    const run = (placement: Placement): Shell =>
      all(
        dockerAnswers(),
        audit(config, performer, `Removed app container with version ${version}`, placement.role.name),
        pipe(app.containerId(containerName({ ...placement, version })), sh`xargs -r docker container rm`),
      );
    return { title: "Remove containers", steps: onEachRole(placements(config), { name: "remove", stage: "act", title, run }) };
  };

/** Show the versions that run beside the one that serves, or stop them. */
export const planAppStale =
  ({ stop }: { readonly stop: boolean }): ((release: Release) => Plan) =>
  ({ config }) => {
    const title = ({ role }: Placement): string =>
      stop ? `Stop stale containers of ${role.name}` : `Stale containers of ${role.name}`;
    const run = (placement: Placement): Shell => {
      const stale = pipe(runningVersions(placement), any(sh`grep -vxF -e ${capture(servingVersion(placement))}`, sh`true`));
      const deed = stop ? sh`for version in $(${stale}); do echo "$version"; ${stopping(placement)}; done` : stale;
      return lines(dockerAnswers(), deed);
    };
    return { title: "Stale containers", steps: onEachRole(placements(config), { name: "stale", stage: "answer", title, run }) };
  };

function stopping(placement: Placement): Shell {
  const timeout = app.stopTimeout({ config: placement.config, role: placement.role });
  return sh`docker stop ${timeout !== undefined && ["-t", timeout]} ${containerPrefix(placement)}-"$version" >/dev/null`;
}

function removingContainers({ config, performer }: Release, needs: readonly StepId[]): RemoteStep[] {
  const title = ({ role }: Placement): string => `Remove the containers of ${role.name}`;
  const run = ({ role }: Placement): Shell =>
    all(
      audit(config, performer, "Removed all app containers", role.name),
      sh`docker container prune --force ${containerFilters(config, role)}`,
    );
  return onEachRole(placements(config), { name: "containers", stage: "act", title, run, needs });
}

function removingImages({ config, performer }: Release, needs: readonly StepId[]): RemoteStep[] {
  const prune = sh`docker image prune --all --force --filter ${`label=service=${config.service}`}`;
  const run = (): Shell => all(audit(config, performer, "Removed all app images"), prune);
  return onEachHost(hostsLosingAll(config), { name: "images", stage: "act", title: () => "Remove the app's images", run, needs });
}

function removingDirectories({ config, performer }: Release, needs: readonly StepId[]): RemoteStep[] {
  const run = (): Shell =>
    lines(
      sh`rm -rf ${appDirectory(config)} ${appConfigDirectory(config)}`,
      audit(config, performer, `Removed ${appDirectory(config)}`),
    );
  const title = (): string => "Remove the app's directories";
  return onEachHost(hostsLosingAll(config), { name: "directories", stage: "act", title, run, needs });
}

/** Where no role of the app is left, so that what its roles share can go. */
function hostsLosingAll(config: Config): Host[] {
  const everywhere = placements({ ...config, scope: undefined });
  const count = (all: readonly Placement[], host: Host): number => all.filter((each) => each.host === host).length;
  return appHosts(config).filter((host) => count(placements(config), host) === count(everywhere, host));
}
