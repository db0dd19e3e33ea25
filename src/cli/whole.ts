import type { Command } from "commander";
import { hostsInScope, proxyHosts } from "../core/config/placement.ts";
import { accessorySecrets, bootSecrets } from "../core/config/secrets.ts";
import { planRemove } from "../core/plan/removal.ts";
import { planUpgrade } from "../core/plan/upgrade.ts";
import { accessoryDetails, describeAccessories } from "../core/report/accessories.ts";
import { containerDetails, describeContainers } from "../core/report/details.ts";
import { describeProxies, proxyDetails } from "../core/report/proxies.ts";
import type { Done } from "../use-cases/errand.ts";
import { addErrand } from "./errand.ts";
import type { Answer, FrontEnd } from "./front-end.ts";
import { lookAtDocker } from "./look.ts";
import { type GlobalOptions, versionOption, withGlobals } from "./options.ts";

/** Commands about the app with all that belongs to it: the proxy and its accessories. */
export function addWhole(root: Command, frontEnd: FrontEnd): void {
  const details = withGlobals(root.command("details")).description("Show the proxy, the app and its accessories on every server");
  details.action(async () => {
    const options = details.opts<GlobalOptions>();
    await lookAtDocker(frontEnd, options, { command: "details", looksAt: hostsInScope, describe });
  });
  addErrand(root, frontEnd, {
    ...{ usage: "remove", description: "Take the app, its accessories and the proxy away from the servers", locks: true },
    question: "This removes all containers, images and directories of the app and its accessories, with their data.",
    plan: () => planRemove,
  });
  addErrand<{ readonly rolling?: true }>(root, frontEnd, {
    ...{ usage: "upgrade", description: "Move servers of Kamal 1 to Kamal 2: its proxy, the app, its accessories", locks: true },
    question: "This puts kamal-proxy in Traefik's place and replaces the containers of all accessories.",
    looksAt: hostsInScope,
    secrets: (config) => [...bootSecrets(config), ...accessorySecrets(config, config.accessories)],
    sends: ({ accessories }) => accessories,
    plan: ({ rolling = false, version }) => planUpgrade({ rolling, version: versionOption(version) }),
  }).option("--rolling", "one host after the other");
}

function describe({ config, facts }: Done): Answer {
  const proxies = proxyDetails(config, facts).filter(({ host }) => proxyHosts(config).some((each) => each === host));
  const hosts = proxyHosts(config).filter((host) => facts.has(host));
  const containers = containerDetails(config, facts);
  const accessories = accessoryDetails(config, facts);
  const blocks = [
    describeProxies(hosts, proxies),
    describeContainers(containers),
    ...(accessories.length > 0 ? [describeAccessories(accessories)] : []),
  ];
  return { text: blocks.join("\n\n"), json: { proxies, containers, accessories } };
}
