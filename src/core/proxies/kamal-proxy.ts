import { optionFlags } from "../commands/app.ts";
import { startMade } from "../commands/docker.ts";
import type { Config, ProxyRun } from "../config/config.ts";
import type { ProxySettings } from "../config/proxy.ts";
import { appsConfigDirectory, containerPrefix, network, serviceAndDestination } from "../host/names.ts";
import { rubyText } from "../shell/ruby-text.ts";
import { all, any, pipe, type Shell, sh, verbatim, type Word } from "../shell/sh.ts";
import type { ProxyEngine, Route } from "./engine.ts";
import { proxyRunOf, publishFlags } from "./listening.ts";
import { isOlder } from "./version.ts";

/** The oldest that Kamal 2.12 works with, and what it boots. */
const minimumVersion = "v0.9.2";
const appsConfigMount = "/home/kamal-proxy/.apps-config";

export const kamalProxy: ProxyEngine = {
  container: "kamal-proxy",

  complaint({ image }) {
    const version = image.split(":").at(-1) ?? "";
    if (!isOlder(version, minimumVersion)) return undefined;
    return `kamal-proxy ${version} is too old: ${minimumVersion} or newer is needed. Run "kamal proxy reboot" to update it`;
  },

  boot(config, host) {
    const started = sh`docker container start kamal-proxy 2>/dev/null`;
    const settings = proxyRunOf(config, host);
    const start = any(started, settings ? runWith(settings) : runAsOnServer(), startMade("kamal-proxy"));
    return all(sh`mkdir -p ${appsConfigDirectory}`, start);
  },

  flip: (route, containerId) =>
    sh`docker exec kamal-proxy kamal-proxy deploy ${containerPrefix(route)} --target=${containerId}:${route.role.proxy?.appPort ?? 80} ${deployFlags(route)}`,

  remove: (route) => sh`docker exec kamal-proxy kamal-proxy remove ${containerPrefix(route)}`,

  listRoutes: () => sh`docker exec kamal-proxy kamal-proxy list`,
};

const base = (): Shell =>
  sh`docker run --name kamal-proxy --network ${network} --detach --restart unless-stopped --volume kamal-proxy-config:/home/kamal-proxy/.config/kamal-proxy --volume ${verbatim(`$PWD/${appsConfigDirectory}:${appsConfigMount}`)}`;

/** Kamal lets files on the server say how its proxy starts ("boot_config"), for all apps there; theirs come first. */
const runAsOnServer = (): Shell =>
  pipe(
    sh`echo $(cat .kamal/proxy/options 2>/dev/null || echo "--publish 80:80 --publish 443:443 --log-opt max-size=10m") $(cat .kamal/proxy/image 2>/dev/null || echo "basecamp/kamal-proxy"):$(cat .kamal/proxy/image_version 2>/dev/null || echo ${minimumVersion}) $(cat .kamal/proxy/run_command 2>/dev/null)`,
    sh`xargs ${base()}`,
  );

function runWith(settings: ProxyRun): Shell {
  const { logMaxSize, metricsPort, debug } = settings;
  const image = `${[settings.registry, settings.repository].filter((part) => part !== undefined).join("/")}:${settings.version}`;
  return sh`${base()} ${[
    publishFlags(settings),
    logMaxSize.trim() !== "" && ["--log-opt", sh`max-size=${rubyText(logMaxSize)}`],
    metricsPort !== undefined && `--expose=${metricsPort}`,
    optionFlags(settings.options),
  ]} ${image} kamal-proxy run ${[debug && "--debug", metricsPort !== undefined && ["--metrics-port", rubyText(String(metricsPort))]]}`;
}

/** In the order in which Kamal sends them. */
function deployFlags({ config, role, version }: Route): Word[] {
  const { proxy } = role;
  if (!proxy) return [];
  const pages =
    config.errorPagesPath === undefined
      ? undefined
      : `${appsConfigMount}/${serviceAndDestination(config)}/error_pages/${version}`;
  return [
    flag("host", proxy.hosts),
    proxy.ssl && "--tls",
    certificateFlags(config, role.name, proxy),
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

function certificateFlags(config: Config, role: string, { certificate }: ProxySettings): Word[] {
  if (!certificate) return [];
  const directory = `${appsConfigMount}/${serviceAndDestination(config)}/tls/${role}`;
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

const seconds = (value: number | undefined): string | undefined => (value === undefined ? undefined : `${value}s`);
