import type { Config } from "../config/config.ts";
import type { Host } from "../config/names.ts";
import { type Shard, shardName } from "../config/shards.ts";
import { fleetsDirectory } from "./names.ts";

/** One shard of a run that several jobs share out. */
export interface FleetMember {
  /** What all shards of the run have in common, and no other run has. */
  readonly name: string;
  readonly shard: Shard;
}

/** A run that several jobs share out, as one of them knows it: each acts on its own hosts, and either all of them go live or none. */
export interface Fleet extends FleetMember {
  /** Every host of the run, with all its shards. */
  readonly hosts: readonly Host[];
  /** How long a shard may take to come, in seconds. */
  readonly patience: number;
}

/** How often a shard says that it is alive, and after how long without a word it counts as dead; in seconds. */
export const beatInterval = 10;
export const longestSilence = 60;

/** What a fleet's name may be made of, as it becomes the name of a directory. */
export const isFleetName = (text: string): boolean => /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}$/.test(text);

export const isFirst = ({ shard }: Pick<FleetMember, "shard">): boolean => shard.index === 1;

/** As people say it. */
export const nameOf = ({ shard }: Pick<FleetMember, "shard">): string => `Shard ${shardName(shard)}`;

/** The numbers of all its shards. */
export const everybody = ({ shard }: Pick<FleetMember, "shard">): number[] =>
  Array.from({ length: shard.count }, (_, index) => index + 1);
export const others = (fleet: Pick<FleetMember, "shard">): number[] =>
  everybody(fleet).filter((index) => index !== fleet.shard.index);

/** Where the shards of one run meet. */
export interface Meeting {
  readonly config: Config;
  readonly fleet: FleetMember;
}

/** By such a file a shard tells the others something. `details` is the lock's, of the first shard alone. */
export type Token = "alive" | "details" | "healthy" | "report" | "done";

export const meetingDirectory = ({ config, fleet }: Meeting): string => `${fleetsDirectory(config)}/${fleet.name}`;
export const meetingFile = (meeting: Meeting, name: string): string => `${meetingDirectory(meeting)}/${name}`;
export const tokenFile = (meeting: Meeting, token: Token, index = meeting.fleet.shard.index): string =>
  meetingFile(meeting, `${index}.${token}`);

/** A link whose target says how the run ends: whoever makes it decides for all. It is {@link live}, or why all go back or stop. */
export const verdictFile = (meeting: Meeting): string => meetingFile(meeting, "verdict");
export const live = "All shards are live";
/** After the name of a shard. */
export const wordOfHalt = "stopped the rollout, and what is live stays. Its job's log says why";
export const wordOfFailure = "did not come through, so all go back. Its job's log says why";
