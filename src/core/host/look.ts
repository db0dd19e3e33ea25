import { z } from "zod";
import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import type { Placement } from "../config/placement.ts";
import { beginning } from "../config/preview/name.ts";
import { appOf } from "../config/preview/preview.ts";
import { engineOf } from "../proxies/engine.ts";
import { capture, lines, type Shell, sh } from "../shell/sh.ts";
import { type Container, type Facts, factsSchema } from "./facts.ts";
import { decodeLock } from "./lock.ts";
import { asksForMirrors } from "./mirrors.ts";
import { momentOf } from "./moment.ts";
import {
  addressLabel,
  appsDirectory,
  heartbeatFile,
  lockDirectory,
  network,
  originLabel,
  previewLabel,
  runDirectory,
  shown,
} from "./names.ts";

const containerFormat = `container {"id":{{json .ID}},"name":{{json .Names}},"state":{{json .State}},"status":{{json .Status}},"image":{{json .Image}},"service":{{json (.Label "service")}},"role":{{json (.Label "role")}},"destination":{{json (.Label "destination")}},"origin":{{json (.Label "${originLabel}")}},"preview":{{json (.Label "${previewLabel}")}},"address":{{json (.Label "${addressLabel}")}},"ports":{{json .Ports}},"createdAt":{{json .CreatedAt}}}`;
const timesFormat = `times {"id":{{json (slice .Id 0 12)}},"createdAt":{{json .Created}},"startedAt":{{json .State.StartedAt}},"finishedAt":{{json .State.FinishedAt}},"restarts":{{json .RestartCount}}}`;
const imageFormat = `image {"id":{{json .ID}},"repository":{{json .Repository}},"tag":{{json .Tag}}{{if ne .Digest "<none>"}},"digest":{{json .Digest}}{{end}}}`;
const dockerFormat = `docker {"version":{{json .Server.Version}},"architecture":{{json .Server.Arch}}}`;

/** What a deploy has to know of a server before it begins, in one go. Changes nothing. */
export const look = (config: Config): Shell =>
  lines(
    clock(),
    sh`command -v docker >/dev/null || { echo 'failure "Docker is not installed"'; echo 'installed false'; exit 0; }`,
    sh`${containers()} 2>/dev/null || { printf ${'failure "%s"\\n'} ${whyNoDocker()}; exit 0; }`,
    sh`docker network ls --filter ${`name=^${network}$`} --format ${"network {{json .Name}}"}`,
    asksForMirrors(config) && sh`docker info --format ${"mirrors {{json .RegistryConfig.Mirrors}}"} 2>/dev/null || true`,
    sh`if [ -d ${lockDirectory(config)} ]; then printf ${'lock "%s"\\n'} ${lockText(config)}; ${lockTimes(config)}; fi`,
  );

/** Everything that a server has to say of itself. Changes nothing. */
export const lookClosely = (config: Config): Shell =>
  lines(
    look(config),
    sh`docker version --format ${dockerFormat}`,
    sh`{ df -Pk /var/lib/docker 2>/dev/null || df -Pk /; } | awk ${`END { print "disk " $4; print "size " $2 }`}`,
    times(config),
    images(config),
    config.landfall.preview && previews(config),
    routes(config),
  );

/**
 * What a role came to, once all is done. Images are not asked about: the newest container that runs is the one that was booted.
 * The times go first: `docker ps` may still list a container as running that `docker stop` has just stopped, until Docker has noted
 * its end; `docker inspect` waits for that (moby, daemon/monitor.go: the exit is noted under the container's lock).
 */
export const lookAtEnd = ({ config, role }: Pick<Placement, "config" | "role">): Shell =>
  lines(times(config), containers(), clock(), role.proxy && routes(config));

/** What may have changed while we built and waited for the lock. */
export const lookAgain = (config: Config): Shell => lines(clock(), containers(), images(config));

const clock = (): Shell => sh`printf ${"clock %s\\n"} "$(date +%s)"`;

/** What JSON would have to escape, in the words of `tr`. */
const unquotable = '"\\\\[:cntrl:]';

/** Docker's own last words. */
const whyNoDocker = (): Shell => capture(sh`docker version 2>&1 | tail -n 1 | tr -d ${unquotable}`);

/** A lock that is just being taken has no details yet. */
const lockText = (config: Config): Shell =>
  capture(sh`tr -d ${unquotable} < ${`${lockDirectory(config)}/details`} 2>/dev/null || true`);

/** Since when it is held, and when the run that holds it was last heard of. */
const lockTimes = (config: Config): Shell =>
  sh`stat -c ${"since %Y"} ${`${lockDirectory(config)}/details`} 2>/dev/null || true; stat -c ${"beat %Y"} ${heartbeatFile(config)} 2>/dev/null || true`;

const containers = (): Shell => sh`docker ps --all --format ${containerFormat}`;

/** When the app's containers ran; one that is removed meanwhile is passed over. */
const times = ({ service }: Config): Shell =>
  sh`docker ps --all --quiet --filter ${`label=service=${service}`} 2>/dev/null | xargs -r docker inspect --format ${timesFormat} 2>/dev/null || true`;

const images = ({ image }: Config): Shell =>
  sh`docker image ls --digests --filter ${`reference=${shown(image)}`} --format ${imageFormat}`;

/** A preview of which nothing runs may still have files: those that a run has left that was killed. */
function previews(config: Config): Shell {
  const start = beginning(appOf(config));
  const [directory, log, lock] = [`${appsDirectory}/${start}`, `${runDirectory}/${start}`, `${runDirectory}/lock-${start}`];
  const all = sh`${directory}[0-9]* ${log}[0-9]*-audit.log ${lock}[0-9]*`;
  return sh`stat -c ${'preview {"file":"%n","at":%Y}'} ${all} 2>/dev/null || true`;
}

/** The proxy's own table of its routes; its colours are left out. */
const routes = (config: Config): Shell =>
  sh`{ ${engineOf(config).listRoutes()} 2>/dev/null || true; } | sed ${"s/\u001b\\[[0-9;]*m//g; s/^/route /"}`;

/** What was known before, with what may have changed since. */
export const refreshed = (before: ReadonlyMap<Host, Facts>, again: ReadonlyMap<Host, Facts>): ReadonlyMap<Host, Facts> =>
  new Map(
    [...before].map(([host, known]) => {
      const { clock = known.clock, containers = known.containers, images = known.images } = again.get(host) ?? {};
      return [host, { ...known, clock, containers: containers.map((each) => retimed(each, known)), images }];
    }),
  );

/** With the times that only a close look tells, where they are still true. */
function retimed(container: Container, { containers }: Facts): Container {
  const before = containers.find(({ id, state }) => id === container.id && state === container.state);
  return { ...before, ...container, ...(before?.createdAt !== undefined && { createdAt: before.createdAt }) };
}

/** Read what `look` printed. @throws Error when a line of it cannot be read */
export function readFacts(host: Host, output: string): Facts {
  const answers = output
    .split("\n")
    .map((line) => ({ key: line.split(" ", 1)[0] ?? "", rest: line.slice(line.indexOf(" ") + 1) }));
  const values = (key: string): unknown[] => answers.filter((line) => line.key === key).map(({ rest }) => parse(host, rest));
  const lock = z.string().optional().parse(values("lock")[0]);
  return factsSchema.parse({
    host,
    clock: values("clock")[0],
    docker: values("docker")[0],
    dockerInstalled: values("installed")[0] !== false,
    dockerError: values("failure")[0],
    diskFree: values("disk")[0],
    diskSize: values("size")[0],
    networks: values("network"),
    mirrors: values("mirrors")[0] ?? undefined,
    containers: withTimes(values("container"), values("times")),
    images: values("image"),
    previews: someOf(values("preview")),
    routes: answers.flatMap(({ key, rest }) => (key === "route" ? [rest] : [])).join("\n") || undefined,
    lock: lock === undefined ? undefined : decodeLock(lock),
    lockSince: values("since")[0],
    lockBeat: values("beat")[0],
  });
}

const someOf = <Each>(all: readonly Each[]): readonly Each[] | undefined => (all.length === 0 ? undefined : all);

const moment = z.string().transform(momentOf);
const listed = z.looseObject({ id: z.string(), createdAt: moment.optional() });
const timed = z.object({ id: z.string(), createdAt: moment, startedAt: moment, finishedAt: moment, restarts: z.number() });

function withTimes(containers: readonly unknown[], times: readonly unknown[]): unknown[] {
  const known = z.array(timed).parse(times);
  return z
    .array(listed)
    .parse(containers)
    .map((container) => ({ ...container, ...known.find(({ id }) => id === container.id) }));
}

function parse(host: Host, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new Error(`${host} answered with a line that cannot be read: ${json.slice(0, 200)}`, { cause });
  }
}
