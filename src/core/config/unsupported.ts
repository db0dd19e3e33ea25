import { shellSettings } from "../commands/builder/settings.ts";
import { shellOnly } from "../shell/words.ts";
import type { Config } from "./config.ts";
import { releasePlace } from "./placement.ts";

/** What a deploy.yml asks for that Landfall cannot do yet, in words. To leave it out silently would deploy something else. */
export const unsupported = (config: Config): string[] =>
  shellSettings(config).flatMap(([path, text]) => needsShell(path, shellOnly(text)));

const needsShell = (path: string, found: string | undefined): string[] =>
  found === undefined
    ? []
    : [`${path}: ${found} needs a shell, and the build runs without one. Only $NAME, \${NAME} and \${NAME:-text} are filled in`];

/** What stands in the way of booting accessories, in words: kamal-proxy is told of one place for all their certificates. */
export function unsupportedAccessories({ accessories }: Config): string[] {
  const own = accessories.filter(({ proxy }) => proxy?.certificate);
  if (own.length < 2) return [];
  return [`proxy.ssl: only one accessory can bring its own certificate, not ${own.map(({ name }) => name).join(" and ")}`];
}

/** What Landfall passes over, in words: a deploy is right without it, but whoever counts on it should know. */
export function unheeded(config: Config): string[] {
  const { engine, proxyImage, release } = config.landfall;
  const image = "x-landfall/proxy/image is for the caddy engine; kamal-proxy takes its image from proxy/run";
  const command = `x-landfall/release: this run acts on no server of the role ${release?.role}, so it does not run ${release?.command}`;
  return [
    ...(engine === "kamal-proxy" && proxyImage !== undefined ? [image] : []),
    ...(release && !config.scope?.shard && !releasePlace(config) ? [command] : []),
  ];
}
