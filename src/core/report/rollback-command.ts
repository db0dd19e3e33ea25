import { quote } from "../shell/sh.ts";
import { type Addressee, typedCommand } from "./typed-command.ts";

/** What a person types to make a version live again. */
export const rollbackCommand = (version: string, about: Addressee): string => typedCommand(`rollback ${quote(version)}`, about);
