import { optionFlags } from "../commands/app.ts";
import { bootConfig } from "../commands/boot-config.ts";
import { startMade } from "../commands/docker.ts";
import type { Config, ProxyRun } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import type { ProxySettings } from "../config/proxy.ts";
import { appsConfigDirectory, network, serviceAndDestination } from "../host/names.ts";
import { rubyText } from "../shell/ruby-text.ts";
import { all, any, pipe, type Shell, sh, verbatim, type Word } from "../shell/sh.ts";
import { waitUntil } from "./answering.ts";
import type { Making, ProxyEngine, Route } from "./engine.ts";
import { proxyRunOf, publishFlags } from "./listening.ts";
import { isOlder, minimumKamalProxy, tagOf } from "./version.ts";

const label = "org.opencontainers.image.title=kamal-proxy";
const appsConfigMount = "/home/kamal-proxy/.apps-config";

export const kamalProxy: ProxyEngine = {
  container: "kamal-proxy",

  complaint({ image }) {
    const version = tagOf(image);
    if (!isOlder(version, minimumKamalProxy)) return undefined;
    return `kamal-proxy ${version} is too old: ${minimumKamalProxy} or newer is needed. Run "landfall proxy reboot" to update it`;
  },

  boot(config, host) {
    const started = sh`docker container start kamal-proxy 2>/dev/null`;
    const start = any(started, make(config, host, { name: "kamal-proxy", starts: true }), startMade("kamal-proxy"));
    return all(sh`mkdir -p ${appsConfigDirectory}`, start);
  },

  create: (config, host, name) => all(sh`mkdir -p ${appsConfigDirectory}`, make(config, host, { name, starts: false })),

  answer: () => waitUntil(sh`docker exec kamal-proxy kamal-proxy list >/dev/null 2>&1`, "kamal-proxy"),

  removeContainer: () => sh`docker container prune --force --filter ${`label=${label}`}`,

  removeImage: () => sh`docker image prune --all --force --filter ${`label=${label}`}`,

  flip: (route, containerId) =>
    sh`docker exec kamal-proxy kamal-proxy deploy ${route.name} --target=${containerId}:${route.proxy.appPort} ${deployFlags(route)}`,

  hashPassword: () => undefined,

  remove: (route) => sh`docker exec kamal-proxy kamal-proxy remove ${route.name}`,

  stop: (route, { drainTimeout, message }) =>
    sh`docker exec kamal-proxy kamal-proxy stop ${route.name} ${flag("drain-timeout", seconds(drainTimeout))} ${said(message)}`,

  resume: (route) => sh`docker exec kamal-proxy kamal-proxy resume ${route.name}`,

  listRoutes: () => sh`docker exec kamal-proxy kamal-proxy list`,
};

function make(config: Config, host: Host, making: Making): Shell {
  const settings = proxyRunOf(config, host);
  return settings ? makeWith(settings, making) : makeAsOnServer(making);
}

const base = ({ name, starts }: Making): Shell =>
  sh`docker ${starts ? "run" : "create"} --name ${name} --network ${network} ${starts && "--detach"} --restart unless-stopped --volume kamal-proxy-config:/home/kamal-proxy/.config/kamal-proxy --volume ${verbatim(`$PWD/${appsConfigDirectory}:${appsConfigMount}`)}`;

/** Kamal lets files on the server say how its proxy starts ("boot_config"), for all apps there; theirs come first. */
const makeAsOnServer = (making: Making): Shell => pipe(bootConfig(), sh`xargs ${base(making)}`);

function makeWith(settings: ProxyRun, making: Making): Shell {
  const { logMaxSize, metricsPort, debug } = settings;
  const image = `${[settings.registry, settings.repository].filter((part) => part !== undefined).join("/")}:${settings.version}`;
  return sh`${base(making)} ${[
    publishFlags(settings),
    logMaxSize.trim() !== "" && ["--log-opt", sh`max-size=${rubyText(logMaxSize)}`],
    metricsPort !== undefined && `--expose=${metricsPort}`,
    optionFlags(settings.options),
  ]} ${image} kamal-proxy run ${[debug && "--debug", metricsPort !== undefined && ["--metrics-port", rubyText(String(metricsPort))]]}`;
}

/** In the order in which Kamal sends them. */
function deployFlags({ config, role, proxy, version }: Route): Word[] {
  const pages =
    config.errorPagesPath === undefined
      ? undefined
      : `${appsConfigMount}/${serviceAndDestination(config)}/error_pages/${version}`;
  return [
    flag("host", proxy.hosts),
    proxy.ssl && "--tls",
    certificateFlags(config, role, proxy),
    flag("deploy-timeout", seconds(config.deployTimeout)),
    flag("drain-timeout", seconds(config.drainTimeout)),
    flag("health-check-interval", seconds(proxy.healthcheck.interval)),
    flag("health-check-timeout", seconds(proxy.healthcheck.timeout)),
    flag("health-check-path", proxy.healthcheck.path),
    flag("target-timeout", seconds(proxy.responseTimeout)),
    flag("buffer-requests", proxy.buffering.requests),
    flag("buffer-responses", proxy.buffering.responses),
    flag("buffer-memory", proxy.buffering.memory),
    flag("max-request-body", proxy.buffering.maxRequestBody),
    flag("max-response-body", proxy.buffering.maxResponseBody),
    flag("path-prefix", proxy.pathPrefixes),
    flag("strip-path-prefix", proxy.stripPathPrefix),
    flag("forward-headers", proxy.forwardHeaders),
    flag("tls-redirect", proxy.sslRedirect),
    flag("log-request-header", proxy.logging.requestHeaders),
    flag("log-response-header", proxy.logging.responseHeaders),
    flag("error-pages", pages),
  ];
}

function certificateFlags(config: Config, role: string | undefined, { certificate }: ProxySettings): Word[] {
  if (!certificate) return [];
  const directory = `${appsConfigMount}/${serviceAndDestination(config)}/tls${role === undefined ? "" : `/${role}`}`;
  return [flag("tls-certificate-path", `${directory}/cert.pem`), flag("tls-private-key-path", `${directory}/key.pem`)];
}

type Setting = string | number | boolean | undefined;

/** A bare flag for true, as kamal-proxy's command line has it. */
function flag(name: string, value: Setting | readonly string[]): Word[] {
  if (value === undefined) return [];
  if (value === true) return [`--${name}`];
  const values = typeof value === "object" ? value : [String(value)];
  return values.map((entry) => sh`${verbatim(`--${name}=`)}${rubyText(entry)}`);
}

/** Quoted as it is, unlike other values: a page should show what was typed, line breaks too. */
const said = (message: string | undefined): Word => message !== undefined && sh`${verbatim("--message=")}${message}`;

const seconds = (value: number | undefined): string | undefined => (value === undefined ? undefined : `${value}s`);
