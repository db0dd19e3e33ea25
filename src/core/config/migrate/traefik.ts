import { sourceAt } from "../yaml/edit/outline.ts";
import { type Entry, treeAt } from "../yaml/tree.ts";
import { entriesAt, entryAt, scalarAt, textOf, textsOf, wholeOf } from "./entries.ts";
import { type LegacyFile, noteAt, type Outcome, remove, set, setIfAbsent } from "./outcome.ts";
import type { Survey } from "./survey.ts";

/** The root's `traefik`: how the proxy's own container ran. */
export function migrateTraefik(file: LegacyFile, survey: Survey): readonly Outcome[] {
  if (entryAt(file.tree, "traefik") === undefined) return [];
  const settings = entriesAt(file.tree, ["traefik"]).flatMap(([name, entry]) => migrateSetting(file, name, entry));
  return [...settings, ...certificatesWithoutHost(file, survey), remove("traefik")];
}

function migrateSetting(file: LegacyFile, name: string, entry: Entry): readonly Outcome[] {
  switch (name) {
    case "host_port":
      return hostPort(file, entry);
    case "publish":
      return textOf(entry.value) === "false" ? setIfAbsent(file, ["proxy", "run", "publish"], false) : [];
    case "args":
      return entriesAt(file.tree, ["traefik", "args"]).flatMap(([arg, value]) => argument(file, arg, value));
    case "options":
      return entriesAt(file.tree, ["traefik", "options"]).flatMap(([option, value]) => dockerOption(file, option, value));
    case "image":
      return [noteAt(entry, "Traefik's image is gone. `proxy.run.version` says which kamal-proxy runs.")];
    default:
      return [noteAt(entry, `Traefik's \`${name}\` has no counterpart in kamal-proxy.`)];
  }
}

function hostPort(file: LegacyFile, entry: Entry): readonly Outcome[] {
  const port = wholeOf(entry.value);
  if (port === 80 || scalarAt(file.tree, "traefik", "publish") === false) return [];
  return setIfAbsent(file, ["proxy", "run", "http_port"], port ?? { source: textOf(entry.value), comment: "" });
}

/** Arguments that other parts of the migration read, or that say what kamal-proxy does anyway. */
const settled =
  /^(entrypoints\.[^.]+\.(http\.(redirections|tls)(\..+)?|address)|certificatesresolvers\..+|accesslog|log\.level|providers\.docker.*|ping|global\..+)$/;

function argument(file: LegacyFile, name: string, entry: Entry): readonly Outcome[] {
  const lower = name.toLowerCase();
  if (/^entrypoints\.[^.]+\.address$/.test(lower)) return entryPoint(entry);
  if (/^entrypoints\.[^.]+\.forwardedheaders\./.test(lower)) return setIfAbsent(file, ["proxy", "forward_headers"], true);
  if (/\.acme\.dnschallenge/.test(lower))
    return [noteAt(entry, "kamal-proxy proves a host by HTTP only. For wildcards give `ssl` your own certificate.")];
  if (settled.test(lower)) return [];
  const advice = advices.find(([pattern]) => pattern.test(lower))?.[1];
  return [noteAt(entry, advice ?? `${name} has no counterpart in kamal-proxy.`)];
}

const advices: readonly (readonly [RegExp, string])[] = [
  [/^accesslog\./, "kamal-proxy writes a line of JSON for each request, and has no settings for it but `proxy.logging`."],
  [/^metrics\./, "`proxy.run.metrics_port` opens kamal-proxy's metrics for Prometheus."],
  [/respondingtimeouts/, "`proxy.response_timeout` says how many seconds the app may take to answer."],
  [/^api\b/, "kamal-proxy has no dashboard."],
];

const entryPoint = (entry: Entry): readonly Outcome[] =>
  /:(80|443)$/.test(textOf(entry.value))
    ? []
    : [
        noteAt(
          entry,
          `kamal-proxy listens for HTTP and HTTPS only, not on ${textOf(entry.value)}. Other ports: proxy.run.http_port and https_port.`,
        ),
      ];

const carried = ["memory", "memory-swap", "memory-reservation", "cpus", "cpu-shares", "cpuset-cpus", "ulimit", "add-host"];

function dockerOption(file: LegacyFile, name: string, entry: Entry): readonly Outcome[] {
  const written = sourceAt(file.source.text, ["traefik", "options", name]);
  if (carried.includes(name) && written !== undefined) return setIfAbsent(file, ["proxy", "run", "options", name], written);
  if (name === "publish") return textsOf(entry.value).flatMap((port) => published(entry, port));
  if (name === "volume" || name === "volumes")
    return [noteAt(entry, "kamal-proxy keeps its certificates in a volume of its own; Traefik's volumes are gone.")];
  return [noteAt(entry, `Traefik's container had the option ${name}; kamal-proxy's options are in proxy.run.options.`)];
}

function published(entry: Entry, port: string): readonly Outcome[] {
  const [, outside, inside] = /^(\d+):(\d+)$/.exec(port) ?? [];
  if (inside !== "443") return [noteAt(entry, `kamal-proxy publishes HTTP and HTTPS only, not ${port}.`)];
  return outside === "443" ? [] : [set(["proxy", "run", "https_port"], Number(outside))];
}

/** A resolver without any host: the only hint that the app was on HTTPS. */
function certificatesWithoutHost({ tree, merged }: LegacyFile, { certificates, routesHosts }: Survey): readonly Outcome[] {
  const resolver = entriesAt(tree, ["traefik", "args"]).find(([name]) => /^certificatesresolvers\./i.test(name));
  if (resolver === undefined || !certificates || routesHosts || treeAt(merged, ["proxy", "ssl"])) return [];
  return [
    noteAt(
      resolver[1],
      "kamal-proxy gets certificates from Let's Encrypt for the hosts in `proxy` that have `ssl: true`, and needs no address of yours.",
    ),
  ];
}
