import type { Config } from "../config/config.ts";
import type { Host, Version } from "../config/names.ts";
import { appHosts, placements } from "../config/placement.ts";
import { containersOf, currentContainer, type FactsByHost, versionOf } from "./facts.ts";
import { historyOf, termOf } from "./history.ts";
import { shown, versionOfTag } from "./names.ts";

export type Mark = "live" | "previous" | "stable";

/** A version that servers still have something of. */
export interface KnownVersion {
  readonly version: Version;
  /** Where it serves. */
  readonly liveOn: readonly Host[];
  /** When its container was made, in seconds since 1970; of several, that which ran longest, one that runs before all. */
  readonly from: number | undefined;
  /** How long that ran, in seconds; not known without a close look. */
  readonly ranFor: number | undefined;
  readonly imageOn: readonly Host[];
  readonly containersOn: readonly Host[];
  readonly marks: readonly Mark[];
}

/** What can be rolled back to, and what serves: the newest first, those of which only an image is left at the end. */
export function knownVersions(config: Config, facts: FactsByHost): KnownVersion[] {
  const traces = tracesOf(config, facts);
  const images = imagesOf(config, facts);
  const history = historyOf(config, facts);
  return [...new Set([...traces, ...images].map(({ version }) => version))]
    .map((version): KnownVersion => {
      const own = traces.filter((trace) => trace.version === version);
      const liveOn = distinct(own.filter(({ isLive }) => isLive));
      const marks = (["previous", "stable"] as const).filter((mark) => history?.[mark] === version);
      return {
        ...{ version, liveOn, ...longest(own) },
        imageOn: distinct(images.filter((image) => image.version === version)),
        containersOn: distinct(own),
        marks: liveOn.length > 0 ? ["live", ...marks] : marks,
      };
    })
    .toSorted((a, b) => (b.from ?? 0) - (a.from ?? 0));
}

/** A version on a host. */
interface Trace {
  readonly version: Version;
  readonly host: Host;
}

interface ContainerTrace extends Trace {
  readonly isLive: boolean;
  readonly from: number | undefined;
  readonly ranFor: number | undefined;
}

const tracesOf = (config: Config, facts: FactsByHost): ContainerTrace[] =>
  placements(config).flatMap(({ role, host }) => {
    const known = facts.get(host);
    if (!known) return [];
    const current = currentContainer(known, config, role);
    return containersOf(known, config, role).flatMap((container) => {
      const version = versionOf(container, config, role);
      const term = termOf(container, known, config, role);
      if (version === undefined) return [];
      const ranFor = term && term.until - term.from;
      return [{ version, host, isLive: container === current, from: container.createdAt, ranFor }];
    });
  });

const imagesOf = (config: Config, facts: FactsByHost): Trace[] =>
  appHosts(config).flatMap((host) =>
    (facts.get(host)?.images ?? []).flatMap(({ repository, tag }) => {
      const version = repository === shown(config.image) ? versionOfTag(config, tag) : undefined;
      return version === undefined ? [] : [{ version, host }];
    }),
  );

function longest(traces: readonly ContainerTrace[]): Pick<KnownVersion, "from" | "ranFor"> {
  const sorted = traces.toSorted((a, b) => Number(b.isLive) - Number(a.isLive) || (b.ranFor ?? 0) - (a.ranFor ?? 0));
  return { from: sorted[0]?.from, ranFor: sorted[0]?.ranFor };
}

const distinct = (traces: readonly Trace[]): Host[] => [...new Set(traces.map(({ host }) => host))];
