import type { PreviewConfig } from "../config/preview/preview.ts";
import type { Facts } from "../host/facts.ts";
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
  routeName,
  shown,
} from "../host/names.ts";
import { engineOf } from "../proxies/engine.ts";
import { any, capture, lines, pipe, type Shell, sh } from "../shell/sh.ts";

const ids = (config: PreviewConfig, ...flags: readonly string[]): Shell =>
  sh`docker ps --quiet ${flags} --filter ${`label=${previewLabel}=${previewMark(config)}`}`;

/** Send it no more requests: neither the roles that it has, nor those that it had when it was deployed. */
export function unroute(config: PreviewConfig, { containers }: Pick<Facts, "containers">): Shell {
  const { service, destination = "" } = config;
  const had = containers.filter((each) => each.service === service && each.destination === destination).map(({ role }) => role);
  const names = [...new Set([...config.roles.filter(({ proxy }) => proxy).map(({ name }) => name), ...had])];
  const engine = engineOf(config);
  return lines(...names.map((role) => any(sh`${engine.remove({ name: routeName(config, role) })} 2>/dev/null`, sh`true`)));
}

/** Stop all that runs of it, its accessories too. */
export const stop = (config: PreviewConfig): Shell => pipe(ids(config), sh`xargs -r docker stop`);

/** Volumes without a name go with their containers. */
export const removeContainers = (config: PreviewConfig): Shell =>
  lines(stop(config), pipe(ids(config, "--all"), sh`xargs -r docker rm --volumes`));

/** Those that were built for it, those that were given its name, and what only its accessories used. */
export function removeImages(config: PreviewConfig): Shell {
  const named = [previewImages(config), latestImage(config)].flatMap((name) => ["--filter", `reference=${shown(name)}`]);
  const list = sh`docker image ls ${named} --format ${"{{.Repository}}:{{.Tag}}"}`;
  const unused = config.accessories.map(({ image }) => {
    const users = capture(sh`docker ps --all --quiet --filter ${`ancestor=${image}`}`);
    return any(sh`[ -n ${users} ]`, sh`docker image rm ${image} >/dev/null 2>&1`, sh`true`);
  });
  return lines(
    pipe(list, sh`xargs -r docker image rm`),
    sh`docker image prune --all --force --filter ${`label=service=${config.service}`}`,
    ...unused,
  );
}

/** Docker's filter finds a name anywhere within another. */
export function removeVolumes({ service }: PreviewConfig): Shell {
  const ours = any(sh`grep ${`^${service}-`}`, sh`true`);
  return pipe(sh`docker volume ls --quiet --filter ${`name=${service}-`}`, ours, sh`xargs -r docker volume rm`);
}

/** Env files, certificates, what was uploaded for its accessories, its logs. */
export function removeFiles(config: PreviewConfig): Shell {
  const directories = [appDirectory(config), appConfigDirectory(config), fleetsDirectory(config)];
  return sh`rm -rf ${directories} ${config.accessories.map(({ service }) => service)} ${[auditLog(config), ledgerFile(config)]}`;
}

/**
 * Succeeds where the proxy's log knows of a request for it, at the addresses that it was deployed with. Both proxies write a line of
 * JSON for each. @param seconds how long ago at most
 */
export function wasAskedFor(config: PreviewConfig, { containers }: Pick<Facts, "containers">, seconds: number): Shell {
  const ours = containers.filter(({ service }) => service === config.service);
  const addresses = [...new Set(ours.flatMap(({ address }) => address || []))];
  const patterns = addresses.flatMap((address) => ["-e", `"host":"${address}"`]);
  const log = sh`docker logs --since ${`${seconds}s`} ${engineOf(config).container} 2>&1`;
  return addresses.length === 0 ? sh`false` : pipe(log, sh`grep -qF ${patterns}`);
}
