import type { Server } from "../lab/server.ts";
import { startLoad } from "../load/load.ts";
import type { LoadResult } from "../load/result.ts";

export const CONNECTIONS = 50;

/** Clients that ask all servers, all the time. */
export interface Traffic extends AsyncDisposable {
  /** Ends it; one result for each server. */
  stop(): Promise<readonly LoadResult[]>;
}

export function startTraffic(servers: readonly Server[]): Traffic {
  const connections = Math.ceil(CONNECTIONS / servers.length);
  const loads = servers.map(({ url }) => startLoad(url, { connections, maxSeconds: 900 }));
  const stop = () => Promise.all(loads.map((load) => load.stop()));
  return { stop, [Symbol.asyncDispose]: async () => void (await stop()) };
}

/** What the app on each server says now: its version. */
export function answers(servers: readonly Server[]): Promise<readonly string[]> {
  return Promise.all(servers.map(async ({ url }) => (await (await fetch(url)).text()).trim()));
}
