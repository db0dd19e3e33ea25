import { type Listening, publishFlags } from "../proxies/listening.ts";
import { minimumKamalProxy } from "../proxies/version.ts";
import { rubyText } from "../shell/ruby-text.ts";
import { lines, type Shell, sh } from "../shell/sh.ts";

/** How kamal-proxy is to start on a server, for all apps there, where no deploy.yml says it. */
export interface BootConfig extends Listening {
  readonly logMaxSize: string;
  readonly registry: string | undefined;
  /** The image's name without its last part. */
  readonly repository: string | undefined;
  readonly imageVersion: string | undefined;
  readonly metricsPort: number | undefined;
  readonly debug: boolean;
  /** Further options of `docker run`, without their dashes. */
  readonly dockerOptions: readonly string[];
}

const directory = ".kamal/proxy";
const files = ["options", "image", "image_version", "run_command"] as const;
type BootFile = (typeof files)[number];
const usualOptions = "--publish 80:80 --publish 443:443 --log-opt max-size=10m";
const usualImage = "basecamp/kamal-proxy";

/** Write it to the server's files; what is as usual has none. */
export function setBootConfig(config: BootConfig): Shell {
  const contents = contentsOf(config);
  const writes = files.map((name) => {
    const content = contents[name];
    const file = `${directory}/${name}`;
    return content === undefined ? sh`rm -f ${file}` : sh`printf %s ${content} > ${file}`;
  });
  return lines(sh`mkdir -p ${directory}`, ...writes);
}

/** Without its files the proxy starts with Kamal's defaults again. */
export const resetBootConfig = (): Shell => sh`rm -f ${files.map((name) => `${directory}/${name}`)}`;

/** What is in force by the server's files, as the end of a `docker run` line. */
export const bootConfig = (): Shell =>
  sh`echo $(${contentOf("options")} || echo ${usualOptions}) $(${contentOf("image")} || echo ${usualImage}):$(${contentOf("image_version")} || echo ${minimumKamalProxy}) $(${contentOf("run_command")})`;

const contentOf = (name: BootFile): Shell => sh`cat ${`${directory}/${name}`} 2>/dev/null`;

function contentsOf(config: BootConfig): Partial<Record<BootFile, string>> {
  const { logMaxSize, metricsPort, debug, registry, repository = "basecamp" } = config;
  const options = [
    ...publishFlags(config),
    ...(logMaxSize.trim() === "" ? [] : ["--log-opt", `max-size=${logMaxSize}`]),
    ...(metricsPort === undefined ? [] : [`--expose=${metricsPort}`]),
    ...config.dockerOptions.map((option) => `--${option}`),
  ].join(" ");
  const image = [registry, repository, "kamal-proxy"].filter((part) => part !== undefined && part !== "").join("/");
  const run = [
    ...(debug ? ["--debug"] : []),
    ...(metricsPort === undefined ? [] : ["--metrics-port", rubyText(`${metricsPort}`)]),
  ];
  return {
    ...(options !== usualOptions && { options }),
    ...(image !== usualImage && { image }),
    ...(config.imageVersion !== undefined && { image_version: config.imageVersion }),
    ...(run.length > 0 && { run_command: ["kamal-proxy run", ...run].join(" ") }),
  };
}
