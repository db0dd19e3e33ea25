import type { Entry } from "../yaml/tree.ts";
import { entriesAt, entryAt, textOf, wholeOf } from "./entries.ts";
import { type LegacyFile, note, noteAt, type Outcome, set } from "./outcome.ts";
import { proxyPath, roles, type Survey } from "./survey.ts";

/** The port on which the app listens: where Traefik was told to go, or else where Kamal 1 checked the app's health. */
export function migratePorts(file: LegacyFile, survey: Survey): readonly Outcome[] {
  if (survey.proxied.size === 0) return [];
  const proxied = roles(file.tree).filter((role) => survey.proxied.has(role));
  const ofRoles = proxied.flatMap((role) => portOf(file, ["servers", role], proxyPath(survey, role)));
  const ofRoot = portOf(file, [], ["proxy"]);
  const found = [...ofRoles, ...ofRoot];
  return found.length > 0 ? found : unsaidPort(file);
}

function portOf(file: LegacyFile, place: readonly string[], proxy: readonly string[]): readonly Outcome[] {
  const label = labelledPort(file, [...place, "labels"]);
  const checked = entryAt(file.tree, ...place, "healthcheck", "port");
  const port = label ?? checked;
  if (port === undefined || entryAt(file.tree, ...proxy, "app_port") !== undefined) return [];
  const differs = label !== undefined && checked !== undefined && textOf(label.value) !== textOf(checked.value);
  return [setPort(proxy, wholeOf(port.value) ?? textOf(port.value)), ...(differs ? [differing(checked)] : [])];
}

/** The port that Traefik sent requests to, where a label says it. */
const labelledPort = ({ tree }: LegacyFile, path: readonly string[]): Entry | undefined =>
  entriesAt(tree, path).find(([name]) => /^traefik\.http\.services\.[^.]+\.loadbalancer\.server\.port$/i.test(name))?.[1];

/** What is no number may be Ruby, which goes without quotes: the port has to be a number in the end. */
const setPort = (proxy: readonly string[], port: number | string): Outcome =>
  set([...proxy, "app_port"], typeof port === "number" ? port : { source: port, comment: "" });

const differing = (checked: Entry): Outcome =>
  noteAt(
    checked,
    "The health check was on another port than the requests. kamal-proxy checks the port that it sends requests to.",
  );

/** Kamal 1 checked port 3000 and Kamal 2 takes 80; a file that knows `proxy` already goes by the latter. */
function unsaidPort(file: LegacyFile): readonly Outcome[] {
  if (!file.isBase || entryAt(file.tree, "proxy") !== undefined) return [];
  const at = entryAt(file.tree, "healthcheck") ?? entryAt(file.tree, "traefik") ?? entryAt(file.tree, "servers");
  return [
    setPort(["proxy"], 3000),
    note(
      at?.key().line ?? 1,
      "No port was given: Kamal 1 checked the app on 3000, Kamal 2 expects it on 80, so 3000 is written. Change app_port if the image listens elsewhere.",
    ),
  ];
}
