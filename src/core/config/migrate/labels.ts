import type { Entry } from "../yaml/tree.ts";
import { entriesAt, textOf, wholeOf } from "./entries.ts";
import { type LegacyFile, noteAt, type Outcome, remove, setIfAbsent } from "./outcome.ts";
import { migrateRules } from "./routers.ts";
import { isTraefik, proxyPath, roles, type Survey } from "./survey.ts";

type Label = readonly [name: string, entry: Entry];

/** What Traefik read from labels, of all containers or of a role's. */
export function migrateLabels(file: LegacyFile, survey: Survey): readonly Outcome[] {
  return [undefined, ...roles(file.tree)].flatMap((role) => {
    const path = role === undefined ? ["labels"] : ["servers", role, "labels"];
    const labels = entriesAt(file.tree, path).filter(([name]) => isTraefik(name));
    const removals = labels.map(([name]) => remove(...path, name));
    if (role !== undefined && !survey.proxied.has(role)) return [...removals, ...unproxied(labels, role)];
    return [
      ...migrateRules(file, survey, role, labels),
      ...labels.flatMap((label) => migrateLabel(file, survey, role, label)),
      ...removals,
    ];
  });
}

function unproxied(labels: readonly Label[], role: string): readonly Outcome[] {
  const rule = labels.find(([name]) => /\.rule$/i.test(name));
  if (rule === undefined) return [];
  return [
    noteAt(
      rule[1],
      `The role ${role} receives no requests from the proxy, so Traefik's labels are gone. If it should: \`proxy: true\`, or its settings.`,
    ),
  ];
}

/** Labels that say nothing kamal-proxy would have to be told, or that routers.ts reads. */
const settled =
  /^traefik\.(enable|docker\.network|http\.(routers\.[^.]+\.(rule|entrypoints|tls(\..+)?|priority|service|middlewares)|middlewares\.[^.]+\.(stripprefix|stripprefixregex|redirectscheme|retry)\..+|services\.[^.]+\.loadbalancer\.server\.(port|scheme)))$/i;

function migrateLabel(file: LegacyFile, survey: Survey, role: string | undefined, [name, entry]: Label): readonly Outcome[] {
  const proxy = proxyPath(survey, role);
  if (settled.test(name)) return [];
  if (/^traefik\.(tcp|udp)\./i.test(name))
    return [
      noteAt(
        entry,
        "kamal-proxy speaks HTTP only. Publish such a port from the container: `options: { publish: [...] }` of the role.",
      ),
    ];
  const size = /\.buffering\.maxrequestbodybytes$/i.test(name) ? wholeOf(entry.value) : undefined;
  if (size !== undefined) return setIfAbsent(file, [...proxy, "buffering", "max_request_body"], size);
  if (/\.loadbalancer\.healthcheck\.path$/i.test(name))
    return setIfAbsent(file, [...proxy, "healthcheck", "path"], textOf(entry.value));
  return [noteAt(entry, `${name} has no counterpart in kamal-proxy.`)];
}
