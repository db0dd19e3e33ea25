import { audit } from "../../commands/audit.ts";
import * as proxy from "../../commands/proxy.ts";
import { proxyHosts } from "../../config/placement.ts";
import { engineOf } from "../../proxies/engine.ts";
import { lines, type Shell } from "../../shell/sh.ts";
import { onEachHost } from "../each.ts";
import type { Plan, RemoteStep, StepId } from "../plan.ts";
import type { Release } from "../release.ts";
import { idsOf } from "../step.ts";
import { stopping } from "./container.ts";

/** Stop the proxy and take its container, image and directory away, unless apps are installed on any of the servers. */
export const planProxyRemove =
  ({ force }: { readonly force: boolean }): ((release: Release) => Plan) =>
  (release) => {
    const checks = force ? [] : part(release, "apps", "Make sure that no app is installed", proxy.refuseApps(), []);
    const stops = part(release, "stop", "Stop the proxy", stopping(release), idsOf(checks));
    const containers = removingContainer(release, idsOf(stops));
    const images = removingImage(release, idsOf(containers));
    const directories = removingDirectory(release, idsOf(images));
    return { title: "Remove the proxy", steps: [...checks, ...stops, ...containers, ...images, ...directories] };
  };

/** Only one that has been stopped. */
export const planProxyRemoveContainer = (release: Release): Plan => ({
  ...{ title: "Remove the proxy's container", steps: removingContainer(release, []) },
});

/** Only one that no container uses. */
export const planProxyRemoveImage = (release: Release): Plan => ({
  ...{ title: "Remove the proxy's image", steps: removingImage(release, []) },
});

/** The certificates and error pages of every app on the server go with it, and so does the boot config. */
export const planProxyRemoveDirectory = (release: Release): Plan => ({
  ...{ title: "Remove the proxy's directory", steps: removingDirectory(release, []) },
});

function removingContainer(release: Release, needs: readonly StepId[]): RemoteStep[] {
  const { config, performer } = release;
  const run = lines(audit(config, performer, "Removed proxy container"), engineOf(config).removeContainer());
  return part(release, "container", "Remove the proxy's container", run, needs);
}

function removingImage(release: Release, needs: readonly StepId[]): RemoteStep[] {
  const { config, performer } = release;
  const run = lines(audit(config, performer, "Removed proxy image"), engineOf(config).removeImage(config));
  return part(release, "image", "Remove the proxy's image", run, needs);
}

const removingDirectory = (release: Release, needs: readonly StepId[]): RemoteStep[] =>
  part(release, "directory", "Remove the proxy's directory", proxy.removeDirectory(), needs);

const part = ({ config }: Release, name: string, title: string, run: Shell, needs: readonly StepId[]): RemoteStep[] =>
  onEachHost(proxyHosts(config), { name, stage: "act", title: () => title, run: () => run, needs });
