import { cleanUpAssets, hasAssets, prepareAssets } from "../commands/assets.ts";
import { cleanUpErrorPages, uploadCertificate, uploadErrorPages, uploadPassword } from "../commands/proxy-files.ts";
import { type Placement, placements } from "../config/placement.ts";
import { currentContainer, versionOf } from "../host/facts.ts";
import { lines, type Shell } from "../shell/sh.ts";
import type { RemoteStep, StepId } from "./plan.ts";
import { type FactsByHost, factsOf, type Release } from "./release.ts";
import { onHost, onRole } from "./step.ts";

/** What a version finds on the disks of its servers when it boots: error pages, assets, certificates, hashes of passwords. */
export function provisioning(release: Release, facts: FactsByHost, needs: readonly StepId[]): RemoteStep[] {
  const { config, version, secrets, errorPages } = release;
  const proxied = new Set(placements(config).flatMap(({ role, host }) => (role.proxy ? [host] : [])));
  const pages = config.errorPagesPath === undefined ? [] : [...proxied];
  return [
    ...pages.map((host) =>
      onHost(host, "pages", "pull", "Write error pages", uploadErrorPages(config, version, errorPages), needs),
    ),
    ...placements(config).flatMap((placement) => [...assets(placement), ...certificate(placement), ...password(placement)]),
  ];

  function assets(placement: Placement): RemoteStep[] {
    const { role, host } = placement;
    if (!hasAssets(role)) return [];
    const serving = currentContainer(factsOf(facts, host), config, role);
    const old = serving && versionOf(serving, config, role);
    return [
      onRole(
        placement,
        "assets",
        "pull",
        `Take ${role.name}'s assets out of the image`,
        prepareAssets({ ...placement, version }, old),
        needs,
      ),
    ];
  }

  function certificate(placement: Placement): RemoteStep[] {
    const run = uploadCertificate(config, placement.role, secrets);
    return run ? [onRole(placement, "certificate", "pull", `Write ${placement.role.name}'s certificate`, run, needs)] : [];
  }

  function password(placement: Placement): RemoteStep[] {
    const run = placement.role.proxy && uploadPassword(config, placement.role, secrets);
    return run ? [onRole(placement, "password", "pull", `Write the password for ${placement.role.name}`, run, needs)] : [];
  }
}

/** Remove what only the versions before needed; nothing where there is none. */
export function clearing({ config, version }: Release, placement: Placement): Shell | undefined {
  const assets = hasAssets(placement.role) && cleanUpAssets({ ...placement, version });
  const shown = config.errorPagesPath !== undefined && placement.role.proxy;
  const pages = shown && !servesAccessory(placement) && cleanUpErrorPages(config, version);
  return assets || pages ? lines(assets, pages) : undefined;
}

/**
 * An accessory shows the pages of the version that it was booted with. kamal-proxy reads them again when it starts,
 * and where one service's pages are gone it forgets the routes of all.
 */
const servesAccessory = ({ config, host }: Placement): boolean =>
  config.accessories.some(({ proxy, hosts }) => proxy !== undefined && hosts.some((each) => each.host === host));
