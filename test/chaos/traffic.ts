import { type Load, startLoad } from "../load/load.ts";
import type { LoadResult } from "../load/result.ts";
import type { Station } from "./station.ts";

/** What clients saw while they were there. */
export interface Tally {
  readonly requests: number;
  readonly lost: number;
  readonly kinds: readonly string[];
}

/** Clients of every server. Where a server is about to be unreachable they leave: what cannot reach it is not lost by a deploy. */
export interface Traffic extends AsyncDisposable {
  leave(stations: readonly Station[]): Promise<void>;
  comeBack(): void;
  /** They all leave. */
  end(): Promise<Tally>;
}

const habits = { connections: 4, pauseMs: 25, maxSeconds: 900 };

export function startTraffic(stations: readonly Station[]): Traffic {
  const loads = new Map<Station, Load>();
  const results: LoadResult[] = [];
  const comeBack = (): void => {
    for (const station of stations) if (!loads.has(station)) loads.set(station, startLoad(station.server.url, habits));
  };
  const leave = async (from: readonly Station[]): Promise<void> => {
    const left = from.flatMap((station) => loads.get(station) ?? []);
    for (const station of from) loads.delete(station);
    results.push(...(await Promise.all(left.map((load) => load.stop()))));
  };
  comeBack();
  return {
    leave,
    comeBack,
    end: async () => {
      await leave(stations);
      return tallyOf(results);
    },
    [Symbol.asyncDispose]: () => leave(stations),
  };
}

const tallyOf = (results: readonly LoadResult[]): Tally => ({
  requests: results.reduce((sum, { requests }) => sum + requests, 0),
  lost: results.reduce((sum, { failed }) => sum + failed, 0),
  kinds: [...new Set(results.flatMap(({ failures }) => Object.keys(failures)))],
});
