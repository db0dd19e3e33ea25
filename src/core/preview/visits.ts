import { momentOf } from "../host/moment.ts";
import type { LivePreview } from "../host/previews.ts";
import { longTime } from "../report/table.ts";

/** What a server's proxy knows of visitors. */
export interface Visits {
  /** The server's clock, in seconds since 1970. */
  readonly clock: number;
  /** Since when it knows of them; undefined where nobody can tell. */
  readonly since: number | undefined;
  /** What was asked for, in small letters. */
  readonly addresses: ReadonlySet<string>;
}

/** Read what the command `visits` printed. */
export function readVisits(output: string): Visits {
  const value = (name: string): string => new RegExp(`^${name} (.*)$`, "m").exec(output)?.[1] ?? "";
  const asked = [...output.matchAll(/^"host":"([^":]+)/gim)].map(([, address = ""]) => address.toLowerCase());
  return { clock: Number(value("clock")), since: momentOf(value("since")), addresses: new Set(asked) };
}

/**
 * Why a preview is not to sleep, in words; undefined where nobody has asked for it in so many seconds, on any of its servers. Where
 * nobody can tell it runs on.
 */
export function whyAwake(
  { address, hosts }: Pick<LivePreview, "address" | "hosts">,
  visits: ReadonlyMap<string, Visits>,
  seconds: number,
): string | undefined {
  if (address === undefined) return undefined;
  const asked = hosts.some((host) => visits.get(host)?.addresses.has(address.toLowerCase()));
  if (asked) return `somebody has asked for it in the last ${longTime(seconds)}`;
  const unknown = hosts.find((host) => !reaches(visits.get(host), seconds));
  return unknown === undefined ? undefined : ignorance(unknown, visits.get(unknown));
}

const reaches = (visits: Visits | undefined, seconds: number): boolean =>
  visits?.since !== undefined && visits.clock - visits.since >= seconds;

function ignorance(host: string, visits: Visits | undefined): string {
  if (visits?.since === undefined) return `${host} has no log of its proxy that says whether somebody asks for it`;
  const back = longTime(visits.clock - visits.since);
  return `the log of the proxy on ${host} goes back only ${back}, so nobody knows whether it is in use; proxy/run/log_max_size says how much is kept`;
}
