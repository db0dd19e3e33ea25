import { isIP } from "node:net";
import type { Command } from "commander";
import type { BootConfig } from "../../core/commands/boot-config.ts";
import * as plans from "../../core/plan/proxy/boot-config.ts";
import { Refusal } from "../../core/report/refusal.ts";
import type { Errand } from "../../use-cases/errand.ts";
import { addErrand } from "../errand.ts";
import type { FrontEnd } from "../front-end.ts";
import { wholeNumber } from "../options.ts";

interface BootConfigOptions extends Pick<BootConfig, "httpPort" | "httpsPort" | "logMaxSize" | "publish"> {
  readonly publishHostIp: readonly string[];
  readonly registry?: string;
  readonly repository?: string;
  readonly imageVersion?: string;
  readonly metricsPort?: number;
  readonly debug?: boolean;
  readonly dockerOptions?: readonly string[];
}

/** Kamal's older way to say how the proxy starts: in files on the servers. */
export function addBootConfig(proxy: Command, frontEnd: FrontEnd): void {
  addErrand<BootConfigOptions>(proxy, frontEnd, {
    ...{ usage: "boot_config <set|get|reset>", description: "How the proxy starts, by files on the servers (deprecated)" },
    deprecated: "boot_config is deprecated: say it in deploy.yml, under proxy/run. Where that is there, these files are not read",
    locks: false,
    plan: (options, [action]) => planOf(action, options),
  })
    .option("--publish", "publish the proxy's ports on the server", true)
    .option("--no-publish", "publish no ports")
    .option("--publish-host-ip <address>", "publish them on this address only; may be given several times", addAddress, [])
    .option("--http-port <port>", "port for HTTP", wholeNumber("--http-port"), 80)
    .option("--https-port <port>", "port for HTTPS", wholeNumber("--https-port"), 443)
    .option("--log-max-size <size>", "how large a log may grow", "10m")
    .option("--registry <server>", "registry of the proxy's image")
    .option("--repository <name>", "repository of the proxy's image, without its last part")
    .option("--image-version <tag>", "version of the proxy")
    .option("--metrics-port <port>", "port for Prometheus", wholeNumber("--metrics-port"))
    .option("--debug", "log more")
    .option("--no-debug", "log no more than usual")
    .option("--docker-options <options...>", "further options of docker run: name=value");
}

function planOf(action: string | undefined, options: BootConfigOptions): Errand["plan"] {
  switch (action) {
    case "set":
      return plans.planBootConfigSet(bootConfigOf(options));
    case "get":
      return plans.planBootConfigGet;
    case "reset":
      return plans.planBootConfigReset;
    default:
      throw new Refusal([`boot_config can set, get or reset, not "${action}"`]);
  }
}

const bootConfigOf = (options: BootConfigOptions): BootConfig => {
  const { publish, publishHostIp: bindIps, httpPort, httpsPort, logMaxSize, metricsPort, debug = false } = options;
  const { registry, repository, imageVersion, dockerOptions = [] } = options;
  const listening = { publish, bindIps, httpPort, httpsPort };
  return { ...listening, logMaxSize, metricsPort, debug, registry, repository, imageVersion, dockerOptions };
};

/** @throws Refusal when it is no address */
function addAddress(address: string, before: readonly string[]): string[] {
  if (isIP(address) !== 0) return [...before, address];
  throw new Refusal([`"${address}" is no IP address`]);
}
