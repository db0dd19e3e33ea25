import { type Placement, placements } from "../../config/placement.ts";
import { engineOf, type Pause, type Route, routeOf } from "../../proxies/engine.ts";
import type { Shell } from "../../shell/sh.ts";
import { onEachRole } from "../each.ts";
import type { Plan } from "../plan.ts";
import type { Release } from "../release.ts";

/** Take the app out of service: the proxy answers for it. The drain timeout, in seconds, is the app's own if none is given. */
export const planAppMaintenance =
  ({ drainTimeout, message }: { readonly drainTimeout: number | undefined; readonly message: string | undefined }) =>
  (release: Release): Plan => {
    const { config } = release;
    const pause: Pause = { drainTimeout: drainTimeout ?? config.drainTimeout, message };
    return onEachRoute(release, "Take the app out of service", (route) => engineOf(config).stop(route, pause));
  };

/** Put the app back into service. */
export const planAppLive = (release: Release): Plan =>
  onEachRoute(release, "Put the app back into service", (route) => engineOf(release.config).resume(route));

function onEachRoute({ config, version }: Release, title: string, act: (route: Route) => Shell): Plan {
  const proxied = placements(config).filter(({ role }) => role.proxy);
  const run = (placement: Placement): Shell => act(routeOf({ ...placement, version }));
  return {
    title,
    steps: onEachRole(proxied, { name: "service", stage: "act", title: ({ role }) => `${title}: ${role.name}`, run }),
  };
}
