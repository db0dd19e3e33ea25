import { labelsOf, loggingFlags, optionFlags, run } from "../commands/app.ts";
import type { Accessory, Config, RoleHost } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { envOf } from "../host/env.ts";
import { type AppContainer, containerName, envFile } from "../host/names.ts";
import { type Route, routeOf } from "../proxies/engine.ts";
import { kamalProxy } from "../proxies/kamal-proxy.ts";
import { sh, type Word } from "../shell/sh.ts";
import { rawWords } from "../shell/words.ts";
import { namedAsInFile, shownEnv, shownRegistry } from "./config-values.ts";

/** By role. `docker_run` is for its first host; on the others the container is called after those, and gets what their tags give. */
export const describeContainers = (config: Config, version: Version) =>
  Object.fromEntries(
    config.roles.flatMap((role) =>
      role.hosts.slice(0, 1).map(({ host }) => [role.name, describeContainer({ config, role, host, version })]),
    ),
  );

function describeContainer(app: AppContainer) {
  const { role } = app;
  return {
    ...{ container_name: containerName(app), hosts: role.hosts.map(({ host }) => host), labels: labelsOf(app) },
    ...{ env: shownEnv(role.env), tagged: taggedHosts(app), env_file: envFile(app) },
    ...{ option_args: shellArguments(optionFlags(role.options)), logging_args: shellArguments(loggingFlags(role.logging)) },
    ...{ cmd: role.cmd, asset_path: role.assetPath, stop_timeout: role.stopTimeout },
    docker_run: String(run(app, app.host)),
    proxy: role.proxy && describeRoute(routeOf(app)),
  };
}

/** What tags put over the role's environment, once for all the hosts with the same tags. */
function taggedHosts({ config, role }: AppContainer) {
  const bare = { ...role, env: { clear: {}, secrets: [] } };
  const alike = ({ tags }: RoleHost) => role.hosts.filter((other) => String(other.tags) === String(tags));
  const firsts = role.hosts.filter((each) => each.tags.length > 0 && alike(each)[0] === each);
  const tagged = firsts.map((first) => ({
    ...{ tags: first.tags, hosts: alike(first).map(({ host }) => host) },
    env: shownEnv(envOf(config, bare, first.host)),
  }));
  return tagged.length > 0 ? tagged : undefined;
}

/** By their names, with secrets by theirs. */
export const describeAccessories = (config: Config, version: Version) =>
  Object.fromEntries(config.accessories.map((accessory) => [accessory.name, describeAccessory(accessory, config, version)]));

function describeAccessory(accessory: Accessory, config: Config, version: Version) {
  const { name, service, image, registry, options, logging, env, proxy, hosts, ...others } = accessory;
  return {
    ...{ service, image, registry: registry && shownRegistry(registry), hosts: hosts.map(({ host }) => host) },
    ...{ ...others, labels: { service, ...accessory.labels }, env: shownEnv(env) },
    ...{ option_args: shellArguments(optionFlags(options)), logging_args: shellArguments(loggingFlags(logging)) },
    proxy: proxy && describeRoute({ config, name: service, proxy, role: undefined, version }),
  };
}

function describeRoute(route: Route) {
  const { hosts, appPort, ssl, certificate, run: settings } = route.proxy;
  return {
    ...{ hosts, app_port: appPort, ssl, certificate: certificate && namedAsInFile(certificate) },
    ...{ run: settings && namedAsInFile(settings), deploy: deployCommand(route) },
  };
}

/** What other engines are sent is a script. */
const deployCommand = (route: Route): string | undefined =>
  route.config.landfall.engine === "kamal-proxy" ? String(kamalProxy.flip(route, sh`CONTAINER_ID`)) : undefined;

/** Shell text, an entry a word, as Kamal shows it. */
export const shellArguments = (words: readonly Word[]): readonly string[] => rawWords(String(sh`${words}`));
