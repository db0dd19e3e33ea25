import { network } from "../host/names.ts";
import { type Shell, sh } from "../shell/sh.ts";

/** Another deploy may have made the network since we looked. */
export const createNetwork = (): Shell =>
  sh`complaint=$(docker network create ${network} 2>&1) || docker network inspect ${network} >/dev/null 2>&1 || { echo "$complaint"; exit 1; }`;
