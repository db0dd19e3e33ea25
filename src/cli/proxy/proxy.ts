import type { Command } from "commander";
import { hostsInScope } from "../../core/config/placement.ts";
import { bootSecrets, registrySecrets } from "../../core/config/secrets.ts";
import { planProxyBoot } from "../../core/plan/proxy/boot.ts";
import * as container from "../../core/plan/proxy/container.ts";
import { planProxyReboot } from "../../core/plan/proxy/reboot.ts";
import { planProxyUpgrade } from "../../core/plan/upgrade.ts";
import { addErrand } from "../errand.ts";
import type { FrontEnd } from "../front-end.ts";
import { addLogs } from "../logs.ts";
import { versionOption } from "../options.ts";
import { addBootConfig } from "./boot-config.ts";
import { addProxyDetails } from "./details.ts";
import { addProxyRemoval } from "./removal.ts";

/** Commands that look after the proxy. */
export function addProxy(proxy: Command, frontEnd: FrontEnd): void {
  addErrand(proxy, frontEnd, {
    ...{ usage: "boot", description: "Boot the proxy where it does not run", locks: true, secrets: registrySecrets },
    ...{ looksAt: hostsInScope, plan: () => planProxyBoot },
  });
  addProxyDetails(proxy, frontEnd);
  addLogs(proxy, frontEnd, { description: "Show the proxy's log", plan: (query) => container.planProxyLogs(query) });
  addReboots(proxy, frontEnd);
  addRunning(proxy, frontEnd);
  addBootConfig(proxy, frontEnd);
  addProxyRemoval(proxy, frontEnd);
}

function addReboots(proxy: Command, frontEnd: FrontEnd): void {
  const rolling = ["--rolling", "on one server after the other"] as const;
  addErrand<{ readonly rolling?: true }>(proxy, frontEnd, {
    ...{ usage: "reboot", description: "Make the proxy's container anew, as deploy.yml says", locks: true },
    ...{ question: "Each server turns requests away for a moment.", secrets: registrySecrets },
    plan: ({ rolling = false }) => planProxyReboot({ rolling }),
  }).option(...rolling);
  addErrand<{ readonly rolling?: true }>(proxy, frontEnd, {
    ...{ usage: "upgrade", description: "A part of upgrade: all but the accessories", locks: true, hidden: true },
    ...{ question: "This puts the proxy in Traefik's place.", looksAt: hostsInScope, secrets: bootSecrets },
    plan: ({ rolling = false, version }) => planProxyUpgrade({ rolling, version: versionOption(version) }),
  }).option(...rolling);
}

function addRunning(proxy: Command, frontEnd: FrontEnd): void {
  addErrand(proxy, frontEnd, {
    ...{ usage: "start", description: "Start the proxy's container", locks: true, plan: () => container.planProxyStart },
  });
  addErrand(proxy, frontEnd, {
    ...{ usage: "stop", description: "Stop the proxy's container", locks: true, plan: () => container.planProxyStop },
  });
  addErrand(proxy, frontEnd, {
    ...{ usage: "restart", description: "Stop the proxy's container and start it", locks: true },
    plan: () => container.planProxyRestart,
  });
}
