import { quote } from "../shell/sh.ts";

/** What a person types to make a version live again. */
export const rollbackCommand = (version: string, destination: string | undefined): string =>
  `landfall rollback ${quote(version)}${destination === undefined ? "" : ` -d ${quote(destination)}`}`;
