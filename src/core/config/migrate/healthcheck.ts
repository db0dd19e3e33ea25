import type { NewValue } from "../yaml/edit/change.ts";
import { sourceAt } from "../yaml/edit/outline.ts";
import type { Entry } from "../yaml/tree.ts";
import { entriesAt, entryAt, scalarAt, textOf, wholeOf } from "./entries.ts";
import { type LegacyFile, noteAt, type Outcome, remove, setIfAbsent } from "./outcome.ts";
import { proxyPath, roles, type Survey } from "./survey.ts";

/** Health checks of the roles, then of the root. */
export function migrateHealthchecks(file: LegacyFile, survey: Survey): readonly Outcome[] {
  const ofRoles = roles(file.tree).filter((role) => entryAt(file.tree, "servers", role, "healthcheck") !== undefined);
  return [
    ...ofRoles.flatMap((role) => [
      ...(survey.proxied.has(role) ? asked(file, ["servers", role], proxyPath(survey, role)) : byDocker(file, role)),
      remove("servers", role, "healthcheck"),
    ]),
    ...ofRoot(file, survey),
  ];
}

/** Kamal 1 used it for roles behind Traefik only. */
function ofRoot(file: LegacyFile, { proxied }: Survey): readonly Outcome[] {
  const entry = entryAt(file.tree, "healthcheck");
  if (entry === undefined) return [];
  if (proxied.size > 0) return [...asked(file, [], ["proxy"]), remove("healthcheck")];
  return [remove("healthcheck"), noteAt(entry, "No role receives requests from a proxy, so this had no effect.")];
}

/** The proxy asks the app. */
function asked(file: LegacyFile, place: readonly string[], proxy: readonly string[]): readonly Outcome[] {
  return entriesAt(file.tree, [...place, "healthcheck"]).flatMap(([name, entry]): readonly Outcome[] => {
    switch (name) {
      case "path":
        return setIfAbsent(file, [...proxy, "healthcheck", "path"], written(file, [...place, "healthcheck", name], entry));
      case "interval":
        return interval(file, proxy, entry);
      case "cmd":
        return [noteAt(entry, "The proxy asks for a path and looks for a status of 200; a command has no counterpart.")];
      default:
        return common(file, name, entry);
    }
  });
}

/** Docker asks, as in Kamal 1: its options say so. */
function byDocker(file: LegacyFile, role: string): readonly Outcome[] {
  const place = ["servers", role, "healthcheck"];
  const options = ["servers", role, "options"];
  const cmd = entryAt(file.tree, ...place, "cmd");
  const port = textOf(entryAt(file.tree, ...place, "port")?.value) || "3000";
  const path = textOf(entryAt(file.tree, ...place, "path")?.value) || "/up";
  const every = entryAt(file.tree, ...place, "interval");
  return [
    ...setIfAbsent(
      file,
      [...options, "health-cmd"],
      cmd ? written(file, [...place, "cmd"], cmd) : `curl -f http://localhost:${port}${path} || exit 1`,
    ),
    ...setIfAbsent(file, [...options, "health-interval"], every ? written(file, [...place, "interval"], every) : "1s"),
    ...entriesAt(file.tree, place)
      .filter(([name]) => !["cmd", "path", "interval"].includes(name))
      .flatMap(([name, entry]) => common(file, name, entry)),
  ];
}

function common(file: LegacyFile, name: string, entry: Entry): readonly Outcome[] {
  switch (name) {
    case "port":
      return [];
    case "max_attempts":
      return attempts(file, entry);
    case "cord":
      return [noteAt(entry, "kamal-proxy takes requests away from the old container itself: no cord is needed.")];
    case "log_lines":
      return [noteAt(entry, "How many lines of a failing container are shown is not a setting any more.")];
    default:
      return [noteAt(entry, `${name} has no counterpart.`)];
  }
}

/** Kamal 1 waited 1, 2, 3 ... seconds between its attempts (lib/kamal/cli/healthcheck/poller.rb in 1.9). */
function attempts(file: LegacyFile, entry: Entry): readonly Outcome[] {
  const count = wholeOf(entry.value);
  if (count === undefined)
    return [noteAt(entry, "max_attempts is gone. `deploy_timeout` says how many seconds a container gets.")];
  const seconds = (count * (count + 1)) / 2;
  if (seconds <= 30 || scalarAt(file.merged, "deploy_timeout") !== undefined)
    return [
      noteAt(
        entry,
        `max_attempts is gone: a container gets \`deploy_timeout\` seconds, 30 unless you say so. ${count} attempts took ${seconds}.`,
      ),
    ];
  return [
    ...setIfAbsent(file, ["deploy_timeout"], seconds),
    noteAt(entry, `${count} attempts took up to ${seconds} seconds, so deploy_timeout is ${seconds}.`),
  ];
}

const units: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600 };

function interval(file: LegacyFile, proxy: readonly string[], entry: Entry): readonly Outcome[] {
  const [, count, unit = ""] = /^(\d+)([smh]?)$/.exec(textOf(entry.value)) ?? [];
  const seconds = Number(count) * (units[unit] ?? 1);
  if (count === undefined || seconds < 1)
    return [noteAt(entry, `The interval is in whole seconds now, so ${textOf(entry.value)} is gone; the default is 1.`)];
  return setIfAbsent(file, [...proxy, "healthcheck", "interval"], seconds);
}

function written(file: LegacyFile, path: readonly string[], entry: Entry): NewValue {
  return sourceAt(file.source.text, path) ?? textOf(entry.value);
}
