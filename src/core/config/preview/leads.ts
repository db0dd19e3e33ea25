import type { Accessory } from "../accessory.ts";
import type { Options } from "../config.ts";

/**
 * How a variable's value leads to an accessory: by its container's name alone, which is replaced where previews have one of their
 * own, or by an address that stays the app's.
 */
export function leadTo(value: string, accessory: Accessory): "by name" | "by address" | undefined {
  const { service, options } = accessory;
  const isAlias = aliasesOf(options).some((alias) => alias !== service && aliasInPlace(alias).test(value));
  const isServer = portsOf(accessory).some((port) => accessory.hosts.some(({ host }) => isReached(value, host, port)));
  if (isAlias || isServer) return "by address";
  return word(service).test(value) ? "by name" : undefined;
}

/** The text with one container's name in the place of another's, where it stands for itself. */
export const renamed = (text: string, from: string, to: string): string => text.replaceAll(word(from, "g"), () => to);

/** What else Docker resolves to the container: moby, buildEndpointDNSNames in daemon/container_operations.go. */
const aliasesOf = (options: Options): string[] => valuesOf(options, ["network-alias", "net-alias", "name", "hostname", "h"]);

/** The ports that it is published at, each as a regular expression: any, where what is written names none. */
const portsOf = ({ port, options }: Accessory): string[] =>
  [...(port === undefined ? [] : [port]), ...valuesOf(options, ["publish", "p"])].map(
    (published) => /(?:^|:)(\d+):\d+(?:\/\w+)?$/.exec(published)?.[1] ?? "\\d+",
  );

const valuesOf = (options: Options, names: readonly string[]): string[] =>
  names
    .flatMap((name) => options[name] ?? [])
    .flatMap((value) => (typeof value === "string" && value.trim() !== "" ? [value.trim()] : []));

/** An alias such as `postgres` is also a user, a database or a scheme: it counts where the name of a host may stand. */
const aliasInPlace = (alias: string): RegExp => new RegExp(`(?:^|//|[@,;=(\\s])${escaped(alias)}(?=$|:\\d|[/?,;)\\s])`, "i");

/** Without a port it is the usual one of the scheme: of web pages, which the app itself may have there, another one. */
function isReached(value: string, host: string, port: string): boolean {
  const name = escaped(host.includes(":") ? `[${host}]` : host);
  const bare = `(?:(?<!https?:)//(?:[^/\\s]*[@,])?|(?:host|server)=|\\()${name}(?![\\w.:-])`;
  return value === host || new RegExp(`(?<![\\w.-])${name}:${port}(?![\\w.-])|${bare}`, "i").test(value);
}

const word = (text: string, flags = ""): RegExp => new RegExp(`(?<![\\w.-])${escaped(text)}(?![\\w.-])`, flags);

const escaped = (text: string): string => text.replaceAll(/\W/g, "\\$&");
