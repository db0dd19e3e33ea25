import { code, text } from "./markdown.ts";
import { rollbackCommand } from "./rollback-command.ts";
import { withShortCommits } from "./short-commits.ts";
import { type Addressee, typedCommand } from "./typed-command.ts";

/** From what a run goes to what. */
export interface VersionChange {
  readonly version: string;
  /** What served before; undefined where nothing did, or nobody knows. */
  readonly previous?: string | undefined;
}

/** A run that was ended from outside while it held the deploy lock. */
export interface CutShort extends Addressee {
  /** Undefined where it made no version live. */
  readonly change: VersionChange | undefined;
  /** What became of the lock, in a sentence without its full stop. */
  readonly lock: string;
}

/** Of a run that ends on the spot: what it leaves, and what to do. */
export const unfinished =
  'What was changed may not be undone, and commands on servers may still run. "landfall check" tells what serves; the next deploy brings all servers to one version.';

/** What happened, what may serve now, and what to do. */
export const cutShortWords = (ended: CutShort): string =>
  [...account(ended), ...advice(ended, (command) => `\`${command}\``)].join(" ");

/** The same for the run's page, as Markdown. @param command as it was given, without `landfall` */
export const cutShortSummary = (command: string, ended: CutShort): string =>
  [
    `## ⚠️ ${code(`landfall ${command}`)} was ended midway`,
    text(account(ended).join(" ")),
    `${advice(ended, code)
      .map((line) => `- ${line}`)
      .join("\n")}\n`,
  ].join("\n\n");

function account({ change, lock }: CutShort): string[] {
  if (!change) return ["This step was ended in the midst of its command, which may be done in part.", `${lock}.`];
  const before = change.previous === undefined ? "" : `; ${change.previous} served before`;
  const told = `This step was ended while it deployed ${change.version}${before}. It could not say any more what serves.`;
  return [withShortCommits(told), `${lock}.`];
}

function advice({ change, ...about }: CutShort, shown: (command: string) => string): string[] {
  const check = `${shown(typedCommand("check", about))} says what runs.`;
  if (!change) return [check];
  const { version, previous } = change;
  const isBack = previous !== undefined && previous !== version;
  const ways = isBack ? `${shown(rollbackCommand(previous, about))} or the next deploy` : "The next deploy";
  return [check, `${ways} brings all servers to one version.`];
}
