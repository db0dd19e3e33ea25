import type { Config, Options } from "../config/config.ts";
import { pinnedImage } from "../config/image-reference.ts";
import type { Logging } from "../config/proxy.ts";
import { envFileContent, envOf } from "../host/env.ts";
import { type AppContainer, containerName, envDirectory, envFile, imageTag, network, originLabel } from "../host/names.ts";
import { rubyText } from "../shell/ruby-text.ts";
import type { Secrets } from "../shell/secret.ts";
import { all, capture, pipe, type Shell, sh, subshell, verbatim, type Word } from "../shell/sh.ts";
import { assetVolume } from "./assets.ts";

/** Secrets travel in the script and land in a file of mode 0600, replaced whole, so that they never show in `ps`. */
export function writeEnvFile(app: AppContainer, secrets: Secrets): Shell {
  const file = envFile(app);
  const content = envFileContent(envOf(app.config, app.role, app.host), secrets);
  const write = subshell(sh`umask 077; printf %s ${content} > ${`${file}.new`} && mv ${`${file}.new`} ${file}`);
  return all(sh`mkdir -p ${envDirectory(app.config)}`, write);
}

/** @param hostname what the container calls itself */
export function run(app: AppContainer, hostname: string): Shell {
  const { config, role, host, version } = app;
  const env = { ...envOf(config, role, host).clear };
  const given = { KAMAL_CONTAINER_NAME: containerName(app), KAMAL_VERSION: version, KAMAL_HOST: host };
  return sh`docker run --detach --restart ${role.restart} --name ${containerName(app)} --network ${network} --hostname ${hostname} ${[
    settings("--env", { ...given, ...(config.destination !== undefined && { KAMAL_DESTINATION: config.destination }) }),
    settings("--env", env),
    ["--env-file", envFile(app)],
    loggingFlags(role.logging),
    volumeFlags(config),
    assetVolume(app),
    settings("--label", labelsOf(app)),
    optionFlags(role.options),
  ]} ${imageTag(config, version)} ${role.cmd !== undefined && verbatim(role.cmd)}`;
}

/** What makes the container findable, and what the user adds to it. */
export const labelsOf = ({
  config,
  role,
  image,
}: Pick<AppContainer, "config" | "role" | "image">): Readonly<Record<string, string | undefined>> => ({
  ...{ service: config.service, role: role.name, destination: config.destination },
  ...(image && { [originLabel]: pinnedImage(image) }),
  ...role.labels,
});

/** Prints nothing, and succeeds, where there is no container of this name, or none of this service: what it is piped to decides. */
export const containerId = (name: string, service?: string): Shell =>
  sh`docker container ls --all --filter ${`name=^${name}$`} ${service !== undefined && ["--filter", `label=service=${service}`]} --quiet`;

/**
 * Succeeds when there is nothing to stop. Somebody else's container of the same name, which kept this one from booting, runs on.
 * @param except ids of containers that stay, though one of them may have the name
 */
export function stop(app: AppContainer, except: readonly string[] = []): Shell {
  const timeout = stopTimeout(app);
  const mine = containerId(containerName(app), app.config.service);
  const others = except.length > 0 && sh` | { grep -vxF ${except.map((id) => ["-e", id])} || true; }`;
  return pipe(sh`${mine}${others}`, sh`xargs -r docker stop ${timeout !== undefined && ["-t", timeout]}`);
}

/** How long a container of this role is given to stop, in seconds; undefined: Docker's default, which will do where the proxy has drained it. */
export const stopTimeout = ({ config, role }: Pick<AppContainer, "config" | "role">): number | undefined =>
  role.stopTimeout ?? config.stopTimeout ?? (role.proxy ? undefined : config.drainTimeout);

/** The container runs on under its new name. */
export const rename = (from: string, to: string): Shell => sh`docker rename ${from} ${to}`;

/** Docker's word on a container: its health where it has a check, its state where it has none; and how often it was started again. */
const stateFormat =
  "{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}{{if .RestartCount}}, started again {{.RestartCount}} times{{end}}";
const status = (name: string): Shell => sh`docker inspect --format ${stateFormat} ${name} 2>&1`;

/**
 * Wait until a container without a proxy is healthy, or has run for the readiness delay: a look a second, as long as Kamal would. One that
 * Docker has started again meanwhile runs at both looks, and has not run for so long.
 */
export function awaitReady(app: AppContainer): Shell {
  const { deployTimeout, readinessDelay } = app.config;
  const look = sh`state=${capture(status(containerName(app)))} || true`;
  return sh`deadline=$(($(date +%s) + ${deployTimeout}))
while :; do
${look}
case $state in
healthy*) exit 0;;
running*) before=$state
if [ ${readinessDelay} -gt 0 ]; then sleep ${readinessDelay}; ${look}; fi
[ "$state" != "$before" ] || exit 0;;
esac
[ "$(date +%s)" -lt "$deadline" ] || break
sleep 1
done
echo "The container was not ready after" ${`${deployTimeout} seconds`} "($state)"
exit 1`;
}

/** As they stand in the file: the server's shell reads them. */
export const volumeFlags = ({ volumes }: Pick<Config, "volumes">): Word[] =>
  volumes.flatMap((volume) => ["--volume", verbatim(volume)]);

/** `--env NAME="value"`, by name only where the value is blank. */
export const settings = (flag: string, values: Readonly<Record<string, string | undefined>>): Word[] =>
  Object.entries(values).flatMap(([key, value]) => [
    flag,
    value === undefined || value.trim() === "" ? key : sh`${key}=${rubyText(value)}`,
  ]);

/** `--name "value"`, a bare flag for true and for an empty value. */
export const optionFlags = (options: Options): Word[] =>
  Object.entries(options).flatMap(([key, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return values.flatMap((entry) => (entry === true || entry === "" ? [`--${key}`] : [`--${key}`, rubyText(String(entry))]));
  });

/** Docker's own logging driver where none is named. */
export const loggingFlags = ({ driver, options }: Logging): Word[] => [
  ...(driver === undefined ? [] : optionFlags({ "log-driver": driver })),
  ...settings("--log-opt", options),
];
