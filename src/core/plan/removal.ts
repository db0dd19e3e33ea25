import { audit } from "../commands/audit.ts";
import * as proxy from "../commands/proxy.ts";
import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import { appHosts, hostsInScope, proxyHosts } from "../config/placement.ts";
import { appDirectory, appsDirectory } from "../host/names.ts";
import { engineOf } from "../proxies/engine.ts";
import { capture, lines, type Shell, sh } from "../shell/sh.ts";
import { removingContainer, removingDirectory, removingImage } from "./accessory/removal.ts";
import { stopping } from "./accessory/running.ts";
import { planAccessories } from "./accessory/turns.ts";
import { planAppRemove } from "./app/removal.ts";
import { onEachHost } from "./each.ts";
import type { Plan } from "./plan.ts";
import { stopping as stoppingProxy } from "./proxy/container.ts";
import { planRegistryRemoval } from "./registry.ts";
import type { Release } from "./release.ts";
import { inSequence } from "./sequence.ts";

/** Take the app, its accessories and the proxy away, and forget the registry's password. A proxy that other apps use stays. */
export function planRemove(release: Release): Plan {
  const accessories = planAccessories("Remove", "all", stopping, removingContainer, removingImage, removingDirectory);
  return inSequence(`Remove ${release.config.service}`, {
    app: planAppRemove(release),
    accessories: accessories(release),
    leftovers: removingLeftovers(release.config),
    proxy: removingProxy(release),
    registry: planRegistryRemoval({ here: false, servers: true })(release),
  });
}

/** Where only accessories ran, nothing else takes the directory of their env files away. */
function removingLeftovers(config: Config): Plan {
  const apps = new Set(appHosts({ ...config, scope: undefined }));
  const title = (): string => "Remove what is left of directories";
  const run = (host: Host): Shell =>
    lines(!apps.has(host) && sh`rm -rf ${appDirectory(config)}`, sh`rmdir ${appsDirectory} 2>/dev/null || true`);
  return { title: title(), steps: onEachHost(hostsInScope(config), { name: "directory", stage: "act", title, run }) };
}

function removingProxy(release: Release): Plan {
  const { config, performer } = release;
  const engine = engineOf(config);
  const stays = "The proxy stays, for other apps are installed:";
  const run = (): Shell =>
    lines(
      sh`others=${capture(sh`ls ${appsDirectory} 2>/dev/null || true`)}`,
      sh`[ -z "$others" ] || { echo ${stays} $others; exit 0; }`,
      stoppingProxy(release),
      audit(config, performer, "Removed proxy container"),
      engine.removeContainer(),
      audit(config, performer, "Removed proxy image"),
      engine.removeImage(config),
      proxy.removeDirectory(),
    );
  const title = (): string => "Remove the proxy";
  return { title: title(), steps: onEachHost(proxyHosts(config), { name: "remove", stage: "answer", title, run }) };
}
