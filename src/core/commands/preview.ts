import type { PreviewConfig } from "../config/preview/preview.ts";
import type { Container, Facts } from "../host/facts.ts";
import {
  appConfigDirectory,
  appDirectory,
  auditLog,
  fleetsDirectory,
  latestImage,
  ledgerFile,
  previewImages,
  previewLabel,
  previewMark,
  previewTagPattern,
  routeName,
  shown,
} from "../host/names.ts";
import { noSuchRoute } from "../proxies/absence.ts";
import { engineOf } from "../proxies/engine.ts";
import { any, capture, lines, pipe, type Shell, sh } from "../shell/sh.ts";
import { proxyContainers } from "./proxy.ts";

type Containers = Pick<Facts, "containers">;

/** The ids of its containers, its accessories' too. */
export const previewContainers = (config: PreviewConfig, ...flags: readonly string[]): Shell =>
  sh`docker ps --quiet ${flags} --filter ${`label=${previewLabel}=${previewMark(config)}`}`;

/**
 * Send it no more requests: neither the roles that it has, nor those that it had when it was deployed. Fails where there is a proxy that
 * does not say that it has forgotten them: it would look for their files at its next start, and without those kamal-proxy comes back with
 * nobody's routes.
 */
export function unroute(config: PreviewConfig, { containers }: Containers): Shell {
  const { service, destination = "" } = config;
  const had = containers.filter((each) => each.service === service && each.destination === destination).map(({ role }) => role);
  const names = [...new Set([...config.roles.filter(({ proxy }) => proxy).map(({ name }) => name), ...had])];
  const engine = engineOf(config);
  const forget = names.map((role) => forgetting(engine.remove({ name: routeName(config, role) })));
  return lines(sh`proxies=${capture(proxyContainers(engine))}`, ...forget);
}

const forgetting = (remove: Shell): Shell =>
  sh`[ -z "$proxies" ] || said=${capture(sh`${remove} 2>&1`)} || case "$said" in *${noSuchRoute}*) ;; *) echo "$said"; exit 1 ;; esac`;

/** Stop all that runs of it, its accessories too. */
export const stop = (config: PreviewConfig): Shell => pipe(previewContainers(config), sh`xargs -r docker stop`);

/** Volumes without a name go with their containers. What goes by itself once it is stopped may be quicker, or be about to. */
export const removeContainers = (config: PreviewConfig): Shell =>
  lines(
    any(stop(config), sh`true`),
    sh`for try in 1 2 3 4 5; do
left=${capture(previewContainers(config, "--all"))}
[ -n "$left" ] || exit 0
! docker rm --volumes $left || exit 0
sleep 1
done
exit 1`,
  );

/**
 * Those that have a tag of its own, those that were built for it and have no tag any more, and what only its accessories used. What was
 * built for it and has another tag was promoted: the app may be about to run it.
 */
export function removeImages(config: PreviewConfig, known: Containers): Shell {
  const named = [previewImages(config), latestImage(config)].flatMap((name) => ["--filter", `reference=${shown(name)}`]);
  const built = ["--filter", `label=service=${config.service}`];
  const list = (filters: readonly string[]): Shell => sh`docker image ls ${filters} --format ${"{{.Repository}}:{{.Tag}}"}`;
  // Those in another repository are from an earlier deploy.yml.
  const tagged = pipe(lines(list(named), list(built)), sh`grep -E ${previewTagPattern(config)}`, sh`sort -u`);
  const unused = [...new Set(accessoriesOf(config, known).map(({ image }) => image))].map((image) => {
    const users = capture(sh`docker ps --all --quiet --filter ${`ancestor=${image}`}`);
    return any(sh`[ -n ${users} ]`, sh`docker image rm ${image} >/dev/null 2>&1`, sh`true`);
  });
  return lines(pipe(tagged, sh`xargs -r docker image rm`), sh`docker image prune --force ${built}`, ...unused);
}

/** Docker's filter finds a name anywhere within another. */
export function removeVolumes({ service }: PreviewConfig): Shell {
  const ours = any(sh`grep ${`^${service}-`}`, sh`true`);
  return pipe(sh`docker volume ls --quiet --filter ${`name=${service}-`}`, ours, sh`xargs -r docker volume rm`);
}

/** Env files, certificates, what was uploaded for its accessories, its logs. */
export function removeFiles(config: PreviewConfig, known: Containers): Shell {
  const directories = [appDirectory(config), appConfigDirectory(config), fleetsDirectory(config)];
  const accessories = new Set(accessoriesOf(config, known).map(({ service }) => service));
  return sh`rm -rf ${directories} ${[...accessories]} ${[auditLog(config), ledgerFile(config)]}`;
}

/** As deploy.yml has them, and as they were when it was deployed: they may be called something else by now. */
const accessoriesOf = (config: PreviewConfig, { containers }: Containers): readonly Pick<Container, "image" | "service">[] => [
  ...config.accessories,
  ...containers.filter(({ preview, service }) => preview === previewMark(config) && service.startsWith(`${config.service}-`)),
];
