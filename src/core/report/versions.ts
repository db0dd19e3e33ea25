import type { Host } from "../config/names.ts";
import type { KnownVersion } from "../host/versions.ts";
import { longTime, table } from "./table.ts";

/** The versions that can be rolled back to, for people. @param hosts all that were asked */
export function describeVersions(versions: readonly KnownVersion[], hosts: readonly Host[]): string {
  if (versions.length === 0) return "No version of the app on any server.";
  const rows = versions.map(({ version, marks, liveOn, imageOn, containersOn, ...times }) => [
    ...[version, marks.join(", "), where(liveOn, hosts), fromWhen(times), howLong(times)],
    ...[where(imageOn, hosts), where(containersOn, hosts)],
  ]);
  return table(["VERSION", "", "LIVE ON", "RAN FROM", "FOR", "IMAGE ON", "CONTAINERS ON"], rows);
}

/** The same for programs. Times are ISO 8601, durations seconds. */
export const versionsJson = (versions: readonly KnownVersion[]) =>
  versions.map(({ version, marks, liveOn, imageOn, containersOn, from, ranFor }) => ({
    ...{ version, marks, liveOn },
    ranFrom: from === undefined ? undefined : isoTime(from),
    ranFor: ranFor === undefined ? undefined : Math.round(ranFor),
    ...{ imageOn, containersOn },
  }));

type Times = Pick<KnownVersion, "from" | "ranFor">;

/** To the minute, in UTC. */
export const fromWhen = ({ from }: Times): string => (from === undefined ? "" : `${isoTime(from).slice(0, 16)}Z`);
export const howLong = ({ ranFor }: Times): string => (ranFor === undefined ? "" : longTime(ranFor));

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

function where(places: readonly Host[], hosts: readonly Host[]): string {
  if (places.length === 0) return "-";
  if (places.length === hosts.length && hosts.length > 1) return `all ${hosts.length}`;
  return places.length > 2 ? `${places.length} of ${hosts.length}` : places.join(",");
}
