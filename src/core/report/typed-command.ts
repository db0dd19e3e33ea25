import type { Config } from "../config/config.ts";
import { quote } from "../shell/sh.ts";

/** A command as a person types it, for the destination that is talked of. @param words what stands behind `landfall` */
export const typedCommand = (words: string, destination: Config["destination"]): string =>
  `landfall ${words}${destination === undefined ? "" : ` -d ${quote(destination)}`}`;
