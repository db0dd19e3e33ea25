import { network } from "../host/names.ts";
import { type Shell, sh } from "../shell/sh.ts";

/** Ends what follows where Docker cannot be asked: in a pipe, its failure would be lost. */
export const dockerAnswers = (): Shell => sh`docker version >/dev/null`;

/** Another deploy may have made the network since we looked. */
export const createNetwork = (): Shell =>
  sh`complaint=$(docker network create ${network} 2>&1) || docker network inspect ${network} >/dev/null 2>&1 || { echo "$complaint"; exit 1; }`;

/**
 * Start a container that another deploy may be making just now: Docker gives out its name some moments before it can be started.
 * Gives up after 5 seconds.
 */
export const startMade = (container: string): Shell =>
  sh`tries=0; until complaint=$(docker container start ${container} 2>&1); do tries=$((tries + 1)); [ $tries -lt 10 ] || { echo "$complaint"; exit 1; }; sleep 0.5; done`;
