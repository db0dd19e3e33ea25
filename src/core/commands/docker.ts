import { network } from "../host/names.ts";
import { type Shell, sh } from "../shell/sh.ts";

/** Another deploy may have made the network since we looked. */
export const createNetwork = (): Shell =>
  sh`docker network create ${network} 2>/dev/null || docker network inspect ${network} >/dev/null`;
