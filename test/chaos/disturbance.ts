import { setTimeout as pause } from "node:timers/promises";
import { hasReached, slowDown, speedUp } from "../e2e/slow-docker.ts";
import { type Deployer, type End, type Order, startDeployer } from "./deployer.ts";
import type { Ground } from "./ground.ts";
import { type Case, deeds, type Moment } from "./matrix.ts";
import type { Station } from "./station.ts";
import type { Traffic } from "./traffic.ts";

/** A run that something went wrong with. Disposing of it ends what a killed run left on this machine. */
export interface Disturbed extends Disposable {
  readonly end: End;
  /** Whether it came to the moment of the fault. */
  readonly reached: boolean;
}

/** Makes a run, causes the fault when its moment has come, and lets the run end and the fault heal. */
export async function disturb(ground: Ground, words: readonly string[], tried: Case, traffic: Traffic): Promise<Disturbed> {
  const { moment, fault } = tried;
  const station = stationAt(ground, tried.host);
  const job = ground.jobs.start();
  if (moment.kind === "while") await slowDown(station.server, deeds[moment.deed]);
  const deployer = startDeployer(ground, { words, job, haltAt: haltAt(moment) });
  try {
    const reached = await come(deployer, moment, station);
    if (fault.downs) await traffic.leave(fault.downs === "the server" ? [station] : ground.stations);
    await fault.cause({ ground, station, deployer });
    deployer.resume();
    await (fault.lasts === undefined ? deployer.ended : Promise.race([deployer.ended, pause(fault.lasts * 1000)]));
    await fault.heal({ ground, station, deployer });
    const end = await deployer.ended;
    await speedUp(station.server);
    job.end();
    return { end, reached, [Symbol.dispose]: () => deployer[Symbol.dispose]() };
  } catch (error) {
    deployer[Symbol.dispose]();
    throw error;
  }
}

function haltAt(moment: Moment): Order["haltAt"] {
  switch (moment.kind) {
    case "start":
      return "start";
    case "after":
      return moment.boundary;
    case "while":
      return undefined;
  }
}

async function come(deployer: Deployer, { kind }: Moment, { server }: Station): Promise<boolean> {
  if (kind !== "while") return deployer.halted();
  let isOver = false;
  void deployer.ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    if (await hasReached(server)) return true;
    await pause(100);
  }
  return false;
}

function stationAt({ stations }: Ground, host: number): Station {
  const station = stations[host];
  if (station === undefined) throw new Error(`There is no server ${host + 1}`);
  return station;
}
