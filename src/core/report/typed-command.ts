import type { Config } from "../config/config.ts";
import { quote } from "../shell/sh.ts";

/** Of which copy of the app something is said: that of a destination, or a preview. */
export interface Addressee {
  readonly destination?: string | undefined;
  /** The number of its pull request. */
  readonly preview?: number | undefined;
}

export const addresseeOf = ({ destination, preview }: Pick<Config, "destination" | "preview">): Addressee => ({
  destination,
  preview: preview?.number,
});

/** A command as a person types it, for the copy of the app that is talked of. @param words what stands behind `landfall` */
export const typedCommand = (words: string, { destination, preview }: Addressee): string =>
  [
    `landfall ${words}`,
    ...(destination === undefined ? [] : [`-d ${quote(destination)}`]),
    ...(preview === undefined ? [] : [`--preview ${preview}`]),
  ].join(" ");
