import { quote } from "../shell/sh.ts";
import { typedCommand } from "./typed-command.ts";

/** What a person types to make a version live again. */
export const rollbackCommand = (version: string, destination: string | undefined): string =>
  typedCommand(`rollback ${quote(version)}`, destination);
