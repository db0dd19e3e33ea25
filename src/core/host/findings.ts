import type { Config } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { type Placement, placements, proxyHosts } from "../config/placement.ts";
import { engineOf } from "../proxies/engine.ts";
import { type RouteRow, readRoutes } from "../proxies/route-table.ts";
import { counted } from "../report/counting.ts";
import { longTime } from "../report/table.ts";
import { addresseeOf, typedCommand } from "../report/typed-command.ts";
import { type Container, containersOf, currentContainer, type Facts, isRunning, proxyOf, versionOf } from "./facts.ts";
import { holderSeen, isSilent } from "./lock-holder.ts";
import { containerPrefix } from "./names.ts";

/** Something that is not as it should be on a server. */
export interface Finding {
  readonly host: string;
  readonly text: string;
}

/** No deploy takes this long, in seconds. */
const staleLock = 3600;
/** A container that was started again in this time, in seconds, may not have settled. */
const recently = 300;
/** Space that is nearly used up: less of it is free than this, in KiB, or than this part of all. */
const [leastFree, leastPart] = [1024 * 1024, 0.05];

/** What is wrong on the servers that could be asked, host by host. Empty when all is well. */
export function findings(config: Config, facts: ReadonlyMap<string, Facts>): Finding[] {
  const serving = servingVersion(config, facts);
  return [...facts.values()].flatMap((known) => textsOf(config, known, serving).map((text) => ({ host: known.host, text })));
}

/** That of the first place that has any: the primary role's, if it runs. */
export function servingVersion(config: Config, facts: ReadonlyMap<string, Facts>): Version | undefined {
  const found = placements(config).flatMap(({ role, host }) => {
    const known = facts.get(host);
    const current = known && currentContainer(known, config, role);
    return (current && versionOf(current, config, role)) ?? [];
  });
  return found[0];
}

/** What of a role on a host is not as the run that made this version live has left it. */
export function drift(placement: Placement, known: Facts, version: Version): string[] {
  const { config, role } = placement;
  const traffic = role.proxy ? [...proxyTexts(config, known), ...targetTexts(placement, known)] : [];
  return [...roleTexts(placement, known, version), ...traffic];
}

function textsOf(config: Config, known: Facts, serving: Version | undefined): string[] {
  const { dockerError, dockerInstalled, host } = known;
  if (!dockerInstalled) return ["Docker is not installed"];
  if (dockerError !== undefined) return [`Docker does not answer: ${dockerError || "it gives no reason"}`];
  const here = placements(config).filter((placement) => placement.host === host);
  return [
    ...here.flatMap((placement) => roleTexts(placement, known, serving)),
    ...(proxyHosts(config).includes(host) ? proxyTexts(config, known) : []),
    ...here.flatMap((placement) => routeTexts(placement, known)),
    ...diskTexts(config, known),
    ...(host === config.primaryHost ? lockTexts(config, known) : []),
  ];
}

function roleTexts({ config, role }: Placement, known: Facts, serving: Version | undefined): string[] {
  const all = containersOf(known, config, role);
  const current = currentContainer(known, config, role);
  const version = (container: Container): Version | undefined => versionOf(container, config, role);
  if (!current)
    return [
      `${role.name} does not run: ${lastSeen(
        all,
        all.find((each) => version(each) === serving),
      )}`,
    ];
  const beside = all.filter((container) => isRunning(container) && container !== current);
  return [
    ...unrest(current, known).map((text) => `${role.name}: ${text}`),
    ...(version(current) === serving
      ? []
      : [`${role.name} runs ${version(current) ?? nameless(current)}, where ${serving} should`]),
    ...beside.map(
      ({ name }) =>
        `${role.name}: ${name} still runs beside what serves. ${typed(config, "app stale_containers --stop")} stops it`,
    ),
  ];
}

const nameless = ({ name }: Container): string => `in ${name}, a name without a version`;

/** @param right the one that should run */
function lastSeen([newest]: readonly Container[], right: Container | undefined): string {
  if (right) return `${right.name}: ${right.status}`;
  return newest ? `there is no container of it but ${newest.name}: ${newest.status}` : "it has no container";
}

function unrest({ name, state, status, restarts = 0, startedAt }: Container, { clock }: Facts): string[] {
  if (state === "restarting") return [`Docker keeps starting ${name} again: ${status}`];
  const since = startedAt === undefined ? undefined : clock - startedAt;
  if (restarts > 0 && since !== undefined && since < recently)
    return [`${name} ended by itself and was started again ${longTime(since)} ago, ${counted(restarts, "time")} in all`];
  return status.includes("(unhealthy)") ? [`${name} is not healthy: ${status}`] : [];
}

function proxyTexts(config: Config, known: Facts): string[] {
  const engine = engineOf(config);
  const proxy = proxyOf(known, engine.container);
  if (!proxy) return [`There is no proxy: ${typed(config, "proxy boot")} boots it`];
  if (!proxy.running) return [`The proxy ${engine.container} does not run: ${typed(config, "proxy start")} starts it`];
  const silent = known.routes === undefined ? "The proxy does not say where it sends traffic" : undefined;
  return [engine.complaint(proxy) ?? silent ?? []].flat();
}

function routeTexts(placement: Placement, known: Facts): string[] {
  const { config, role } = placement;
  const route = role.proxy && currentContainer(known, config, role) && routeIn(known, placement);
  if (route && route.state !== "running")
    return [`The proxy passes nothing on to ${role.name} (${route.state}): ${typed(config, "app live")} ends that`];
  return targetTexts(placement, known);
}

/** Whether requests go to what serves; that a person has stopped them for a while is left aside. */
function targetTexts(placement: Placement, known: Facts): string[] {
  const { config, role } = placement;
  const current = currentContainer(known, config, role);
  if (!role.proxy || !current || known.routes === undefined) return [];
  const route = routeIn(known, placement);
  if (!route) return [`The proxy has no route to ${role.name}`];
  const isRight = route.targets.some((target) => target.startsWith(current.id));
  return isRight
    ? []
    : [`The proxy sends ${role.name} traffic to ${route.targets.join(", ")}, and not to ${current.name} (${current.id})`];
}

const routeIn = ({ routes = "" }: Facts, { config, role }: Placement): RouteRow | undefined =>
  readRoutes(routes).find(({ service }) => service === containerPrefix({ config, role }));

function diskTexts(config: Config, { diskFree, diskSize }: Facts): string[] {
  if (diskFree === undefined) return [];
  const part = diskSize === undefined ? 1 : diskFree / diskSize;
  if (diskFree >= leastFree && part >= leastPart) return [];
  return [
    `The disk is nearly full: ${(diskFree / 1024 / 1024).toFixed(1)} GiB are free. ${typed(config, "prune all")} removes what is old`,
  ];
}

function lockTexts(config: Config, known: Facts): string[] {
  const holder = holderSeen(known);
  const [, who] = holder?.details.match(/^Locked by: (.*) at \S+$/m) ?? [];
  if (!holder || who === undefined) return [];
  const { age = 0, silence } = holder;
  const heard = silence === undefined ? "" : `, last heard of ${longTime(silence)} ago`;
  const held = `${who} has held the deploy lock for ${longTime(age)}${heard}`;
  if (isSilent(holder, config)) return [`${held}. That run seems to be over; if it is, the next deploy takes the lock over`];
  return age > staleLock ? [`${held}. If nothing deploys, ${typed(config, "lock release")} gives it back`] : [];
}

/** What there is to type about it; the proxy is no preview's own. */
function typed(config: Config, words: string): string {
  const { destination } = config;
  return `"${typedCommand(words, words.startsWith("proxy ") ? { destination } : addresseeOf(config))}"`;
}
