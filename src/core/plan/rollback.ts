import type { Config } from "../config/config.ts";
import type { Version } from "../config/names.ts";
import { historyOf, stableAfter } from "../host/history.ts";
import { type KnownVersion, knownVersions } from "../host/versions.ts";
import { Refusal } from "../report/refusal.ts";
import { longTime } from "../report/table.ts";
import { describeVersions } from "../report/versions.ts";
import type { FactsByHost } from "./release.ts";

type Word = "previous" | "stable";
/** What a rollback goes back to: a version, its beginning, or a word for one. */
export type Wish = Version | Word;

/** Whether servers have to be asked which version is meant. */
export const isVague = (wish: Wish): boolean => /^(previous|stable|[0-9a-f]{7,39})$/.test(wish);

/** The version that is wished for. @throws Refusal that lists those that are there, when it is none of them, or not one alone */
export function wishedVersion(wish: Wish, config: Config, facts: FactsByHost): Version {
  const known = knownVersions(config, facts);
  if (!isWord(wish)) return completed(wish, known, facts);
  const history = historyOf(config, facts);
  if (!history) throw listing("No container of the app tells what served last. Name the version to go back to", known, facts);
  const { serving, [wish]: found } = history;
  if (found !== undefined) return found;
  const reason =
    wish === "previous"
      ? `No container tells what served before ${serving}`
      : `No version but ${serving} is known to have served for ${longTime(stableAfter)}`;
  throw listing(`${reason}. Name the version to go back to`, known, facts);
}

const isWord = (wish: Wish): wish is Word => wish === "previous" || wish === "stable";

/** What no server knows may be in the registry, by this very name. */
function completed(wish: Version, known: readonly KnownVersion[], facts: FactsByHost): Version {
  const meant = known.filter(({ version }) => version.startsWith(wish));
  const [only, ...others] = meant;
  if (!only || meant.some(({ version }) => version === wish)) return wish;
  if (others.length > 0) throw listing(`${wish} may be any of these versions`, meant, facts);
  return only.version;
}

const listing = (reason: string, versions: readonly KnownVersion[], facts: FactsByHost): Refusal =>
  new Refusal([`${reason}:\n${describeVersions(versions, [...facts.keys()])}`]);
