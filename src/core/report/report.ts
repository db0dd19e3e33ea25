import type { Config } from "../config/config.ts";
import { type Digest, namedImage, type PinnedImage } from "../config/image-reference.ts";
import type { Version } from "../config/names.ts";
import { imageTag } from "../host/names.ts";
import type { Outcome } from "../plan/plan.ts";
import type { FactsByHost } from "../plan/release.ts";
import type { ShardedRun } from "./fleet.ts";

/** What came of a run that reached servers. Failures are in it, not thrown: the front end decides how to show them. */
export interface Report {
  readonly verb: string;
  readonly config: Config;
  readonly version: Version;
  /** What served before, where anything did. */
  readonly previous: Version | undefined;
  /** Of this version's image, as in `sha256:…`; undefined where nobody knows. */
  readonly digest: Digest | undefined;
  /** What this version's image is called where it comes from, if it was not built for the service. */
  readonly prebuilt?: PinnedImage | undefined;
  /** The run of which this is a part, where several jobs share it out. */
  readonly sharded?: ShardedRun | undefined;
  readonly outcomes: readonly Outcome[];
  readonly facts: FactsByHost;
  /** How many shells were opened on each server. */
  readonly execs: ReadonlyMap<string, number>;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** This version's image as others can pull it, without its digest. */
export const imageOf = ({ config, version, prebuilt }: Pick<Report, "config" | "version" | "prebuilt">): string =>
  prebuilt ? namedImage(prebuilt) : imageTag(config, version);

/** Its image was made by this run, and not only fetched. */
export const wasBuilt = ({ outcomes }: Pick<Report, "outcomes">): boolean => outcomes.some(({ step }) => step.stage === "build");

/** What was to be done was not all done, or not cleaned up after. */
export const hasFailed = (outcomes: readonly Outcome[]): boolean =>
  outcomes.some(
    ({ step, status }) => status === "failed" || status === "interrupted" || (status === "skipped" && !step.cleansUp),
  );
