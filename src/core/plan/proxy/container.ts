import { audit } from "../../commands/audit.ts";
import { type LogQuery, logsOfContainer } from "../../commands/logs.ts";
import * as proxy from "../../commands/proxy.ts";
import { proxyHosts } from "../../config/placement.ts";
import { engineOf } from "../../proxies/engine.ts";
import { lines, type Shell } from "../../shell/sh.ts";
import { onEachHost } from "../each.ts";
import type { Plan } from "../plan.ts";
import type { Release } from "../release.ts";

/** Start the container that is there. */
export const planProxyStart = (release: Release): Plan => onEachProxy(release, "Start the proxy", starting(release));

/** Stop the container: whatever it serves is down until it is started. */
export const planProxyStop = (release: Release): Plan => onEachProxy(release, "Stop the proxy", stopping(release));

/** Stop the container that is there and start it again. */
export const planProxyRestart = (release: Release): Plan =>
  onEachProxy(release, "Restart the proxy", lines(stopping(release), starting(release)));

/** The proxy's log on each server; one that is followed, on the primary one, or on those that were named. */
export const planProxyLogs =
  (query: LogQuery): ((release: Release) => Plan) =>
  ({ config }) => {
    const { container } = engineOf(config);
    const title = (): string => container;
    const hosts = query.follow && !config.scope ? [config.primaryHost] : proxyHosts(config);
    const run = (): Shell => logsOfContainer(container, query);
    return { title: "Logs of the proxy", steps: onEachHost(hosts, { name: "logs", stage: "answer", title, run }) };
  };

/** No app on the server can be reached from then on. */
export const stopping = ({ config, performer }: Release): Shell =>
  lines(audit(config, performer, "Stopped proxy"), proxy.stop(engineOf(config)));

const starting = ({ config, performer }: Release): Shell =>
  lines(audit(config, performer, "Started proxy"), proxy.start(engineOf(config)));

const onEachProxy = ({ config }: Release, title: string, run: Shell): Plan => ({
  title,
  steps: onEachHost(proxyHosts(config), { name: "proxy", stage: "act", title: () => title, run: () => run }),
});
