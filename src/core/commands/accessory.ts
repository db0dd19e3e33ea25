import { type AccessoryPlacement, distinctMounts } from "../config/accessory.ts";
import type { Version } from "../config/names.ts";
import { accessoryEnvFile, directoryPath, volumesOf } from "../host/accessory.ts";
import { envFileContent, secretValue } from "../host/env.ts";
import { accessoryEnvDirectory, appConfigDirectory } from "../host/names.ts";
import type { Release } from "../plan/release.ts";
import { engineOf, type Route } from "../proxies/engine.ts";
import type { Secrets } from "../shell/secret.ts";
import { all, any, capture, lines, pipe, type Shell, sh, subshell, verbatim, type Word } from "../shell/sh.ts";
import { loggingFlags, optionFlags, settings, volumeFlags } from "./app.ts";
import { type Execution, inContainer, interactiveFlag } from "./exec.ts";
import { markFlags } from "./preview-mark.ts";
import { closeProxyDirectory, uploadErrorPages } from "./proxy-files.ts";
import { base64, upload } from "./upload.ts";

type Place = AccessoryPlacement;

/** Start its container, with Kamal's order of arguments. */
export function run(place: Place): Shell {
  const { accessory, host } = place;
  const { service, restart, network, port, image, cmd } = accessory;
  return sh`docker run --name ${service} --detach --restart ${restart} --network ${network} ${[
    loggingFlags(accessory.logging),
    port !== undefined && ["--publish", port],
    settings("--env", { KAMAL_HOST: host }),
    surroundings(place),
    settings("--label", { service, ...accessory.labels }),
    optionFlags(accessory.options),
  ]} ${image} ${cmd !== undefined && verbatim(cmd)}`;
}

/** What a container for a single command finds there as well. */
const surroundings = (place: Place): Word[] => [
  settings("--env", place.accessory.env.clear),
  ["--env-file", accessoryEnvFile(place)],
  volumeFlags({ volumes: volumesOf(place.accessory) }),
];

export interface AccessoryExecution extends Pick<Execution, "command" | "interactive"> {
  /** In the container that runs, instead of one that is gone afterwards. */
  readonly reuse: boolean;
}

/** Run a command, as it was typed. */
export function execute(place: Place, { reuse, command, interactive }: AccessoryExecution): Shell {
  const { service, network, options, image } = place.accessory;
  if (reuse) return inContainer(service, { command, interactive, env: {} });
  const flags = [surroundings(place), optionFlags(options), markFlags(place.config)];
  return sh`docker run ${interactiveFlag(interactive)} --rm --network ${network} ${flags} ${image} ${verbatim(command)}`;
}

const filter = ({ accessory }: Place): Word[] => ["--filter", `label=service=${accessory.service}`];

/** Its containers that run. */
export const list = (place: Place): Shell => sh`docker ps ${filter(place)}`;

/** Its containers, those that have ended too. */
export const containerIds = (place: Place): Shell => sh`docker ps --all --quiet ${filter(place)}`;

/** Remove what was made but never ran, as where its port was taken; succeeds where there is nothing of the kind. */
export const removeUnstarted = (place: Place): Shell =>
  pipe(sh`${containerIds(place)} --filter status=created`, sh`xargs -r docker rm >/dev/null`);

/** Remove its containers that have ended. */
export const removeStopped = (place: Place): Shell => sh`docker container prune --force ${filter(place)}`;

/** An image that another container was made from stays. */
export function removeImage({ accessory: { image } }: Place): Shell {
  const users = capture(sh`docker ps --all --quiet --filter ${`ancestor=${image}`}`);
  return sh`complaint=$(docker image rm --force ${image} 2>&1) || [ -n ${users} ] || { echo "$complaint"; exit 1; }`;
}

/** Its secrets, in a file of mode 0600 that is replaced whole. */
export function writeEnvFile(place: Place, secrets: Secrets): Shell {
  const file = accessoryEnvFile(place);
  const content = envFileContent(place.accessory.env, secrets);
  const write = subshell(sh`umask 077; printf %s ${content} > ${`${file}.new`} && mv ${`${file}.new`} ${file}`);
  return all(sh`mkdir -p ${accessoryEnvDirectory(place.config)}`, write);
}

/** Make its directories, with the mode and the owner that deploy.yml gives them. */
export const makeDirectories = ({ accessory }: Place): Shell[] =>
  distinctMounts(accessory.directories).flatMap((mount) => {
    const path = verbatim(directoryPath(accessory, mount));
    const { mode, owner } = mount;
    return [
      sh`mkdir -p ${path}`,
      ...(mode === undefined ? [] : [sh`chmod ${mode} ${path}`]),
      ...(owner === undefined ? [] : [sh`chown ${owner} ${path}`]),
    ];
  });

/** Where kamal-proxy is told to look for it; Kamal itself never writes it. */
export function uploadCertificate({ config, accessory }: Place, secrets: Secrets): Shell[] {
  const { certificate } = accessory.proxy ?? {};
  if (!certificate) return [];
  const file = (name: string, secret: string): Shell => {
    const content = base64(secretValue(secret, secrets));
    return upload({ path: `${appConfigDirectory(config)}/tls/${name}`, content, mode: "0644" });
  };
  return [closeProxyDirectory(), file("cert.pem", certificate.certificatePem), file("key.pem", certificate.privateKeyPem)];
}

/** Send the accessory's traffic to the container that runs; none without a proxy. It shows the app's error pages. */
export function flip(place: Place, { version, errorPages }: Pick<Release, "version" | "errorPages">): Shell | undefined {
  const route = routeOf(place, version);
  if (!route) return undefined;
  const { config } = place;
  const missing = `No container of ${place.accessory.name} runs: did it start?`;
  return lines(
    errorPages.length > 0 && uploadErrorPages(config, version, errorPages),
    sh`id=${capture(sh`docker container ls --filter ${`name=^${route.name}$`} --quiet`)}`,
    sh`[ -n "$id" ] || { echo ${missing}; exit 1; }`,
    engineOf(config).flip(route, sh`"$id"`),
  );
}

/** Send the accessory no more traffic; succeeds where it had none. */
export function unroute(place: Place, version: Version): Shell | undefined {
  const route = routeOf(place, version);
  return route && any(engineOf(place.config).remove(route), sh`true`);
}

function routeOf({ config, accessory: { service, proxy } }: Place, version: Version): Route | undefined {
  return proxy && { config, name: service, proxy, role: undefined, version };
}
