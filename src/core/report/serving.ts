import { listed } from "./counting.ts";
import { type Fate, fates, isSameSight } from "./fates.ts";
import type { Report } from "./report.ts";

/** Which version serves after a run, in a sentence without its full stop. It claims no more than was seen or done. */
export function serving(report: Report): string {
  return servingWords({ fates: fates(report), booted: hasBooted(report), version: report.version });
}

export const hasBooted = ({ outcomes }: Pick<Report, "outcomes">): boolean =>
  outcomes.some(({ step, status }) => step.stage === "boot" && status !== "skipped");

interface Standing {
  readonly fates: readonly Fate[];
  /** Whether the run got as far as to boot anything. */
  readonly booted: boolean;
  readonly version: string;
}

/** The same, from what is kept of a run. */
export function servingWords({ fates: all, booted, version }: Standing): string {
  if (!booted) return `Nothing that serves was changed: ${sentence(all, untouched)}`;
  if (all.every(isBare)) return "Nothing served before, and nothing serves now";
  return sentence(all, (fate, verbs) => settled(fate, verbs, version)).replace(/^(?=on |what |nothing )./, capital);
}

const capital = (letter: string): string => letter.toUpperCase();

interface Verbs {
  readonly now: string;
  readonly once: string;
}
const verbsOf = ({ serves }: Pick<Fate, "serves">): Verbs =>
  serves ? { now: "serves", once: "served" } : { now: "runs", once: "ran" };

type Clause = (fate: Fate, verbs: Verbs) => string;

/** One clause if the same is true everywhere, else one for each thing that is, with its places. */
function sentence(all: readonly Fate[], clause: Clause): string {
  const verbs = verbsOf({ serves: all.some(({ serves }) => serves) });
  const [first = "", ...others] = new Set(all.map((fate) => clause(fate, verbs)));
  if (others.length === 0) return first;
  const severalRoles = new Set(all.map(({ role }) => role)).size > 1;
  const texts = new Set(all.map((fate) => clause(fate, verbsOf(fate))));
  const fatesOf = (text: string): Fate[] => all.filter((fate) => clause(fate, verbsOf(fate)) === text);
  return [...texts].map((text) => `on ${placesOf(fatesOf(text), { severalRoles })} ${text}`).join("; ");
}

function placesOf(fates: readonly Fate[], { severalRoles }: { readonly severalRoles: boolean }): string {
  return listed(fates.map(({ host, role }) => (severalRoles ? `${host} (${role})` : host)));
}

/** Without the lock, another deploy may change it after the look. */
const untouched: Clause = ({ before }, { now, once }) => {
  switch (before.kind) {
    case "version":
      return `${before.version} ${once} when this run looked`;
    case "nothing":
      return `nothing ${once} when this run looked`;
    case "not known":
      return `what ${now} is not known, as this run did not get to see it`;
  }
};

function settled({ before, now, uncertain, serves }: Fate, verbs: Verbs, version: string): string {
  if (uncertain) {
    const both = serves ? "" : ", or both";
    const verb = serves ? "serve" : "run";
    return before.kind === "version" && before.version !== version
      ? `${before.version} or ${version} may ${verb}${both}`
      : `${version} may ${verb}`;
  }
  switch (now.kind) {
    case "version":
      return isSameSight(now, before) ? `${now.version} still ${verbs.now}` : `${now.version} ${verbs.now}`;
    case "nothing":
      return `nothing ${verbs.now}`;
    case "not known":
      return `what ${verbs.now} is not known`;
  }
}

const isBare = ({ before, now, uncertain }: Fate): boolean => before.kind === "nothing" && now.kind === "nothing" && !uncertain;
