import type { End } from "./deployer.ts";
import type { Fault } from "./fault.ts";
import type { Case } from "./matrix.ts";
import type { Tally } from "./traffic.ts";

export type Answers = readonly (string | undefined)[];

/** How a command of the product ended. */
export interface Ended {
  readonly words: string;
  /** Undefined when it did not end by itself. */
  readonly exitCode: number | undefined;
}

/** What was seen of one case. */
export interface Observed {
  /** Whether the run came to the moment of the fault. */
  readonly reached: boolean;
  readonly run: Ended & Pick<End, "inTime">;
  /** The version that was live. */
  readonly before: string;
  /** The one that the run was to make live, if it was to come through. */
  readonly target: string | undefined;
  /** The one that another job was to make live meanwhile; it may have had its turn after the run. */
  readonly rival?: string | undefined;
  /** What each server answered once the fault was over; undefined where it did not. */
  readonly afterwards: Answers;
  /** What had to work then; the last is the next deploy. */
  readonly next: readonly Ended[];
  /** The version of the next deploy. */
  readonly wanted: string;
  /** When all was over, also what the disturbed run had left to the servers. */
  readonly finally: {
    readonly answers: Answers;
    readonly running: readonly (readonly string[])[];
    readonly lock: string | undefined;
  };
  readonly traffic: Tally;
}

/** What may be expected of a case. */
export interface Tried extends Pick<Case, "host"> {
  readonly fault: Pick<Fault, "downs" | "needsDeploy" | "mayMix" | "mustFail" | "mustPass">;
}

/** What should not have been, a line each; nothing where all is well. */
export const problemsOf = (tried: Tried, seen: Observed): readonly string[] => [
  ...ofRun(tried.fault, seen),
  ...ofVersions(tried, seen),
  ...ofNext(seen),
  ...ofEnd(seen),
  ...ofTraffic(seen.traffic),
];

function ofRun({ mustFail, mustPass }: Tried["fault"], { reached, run, target }: Observed): readonly string[] {
  if (!reached) return ["It ended without coming to the moment of the fault"];
  if (!run.inTime) return ["It did not end, and was killed"];
  if (mustPass && target !== undefined && run.exitCode !== 0) return ["It failed, and should have got through"];
  return run.exitCode === 0 && (mustFail || target === undefined) ? ["It ended well, and should not have"] : [];
}

function ofVersions(tried: Tried, { before, target, rival, afterwards, run }: Observed): readonly string[] {
  const { mustFail, mayMix } = tried.fault;
  const wanted = rival === undefined ? [target] : [target, rival];
  const allowed = mustFail ? [before] : [before, ...wanted];
  const asked = afterwards.map((answer, index) => ({ answer, index })).filter(({ index }) => !isExcused(tried, index));
  const strange = asked.flatMap(({ answer, index }) => {
    if (answer === undefined) return [`server-${index + 1} served nothing`];
    return allowed.includes(answer)
      ? []
      : [`server-${index + 1} served ${answer}, which is neither the old version nor the new one`];
  });
  if (strange.length > 0) return strange;
  if (run.exitCode === 0 && !asked.every(({ answer }) => wanted.includes(answer)))
    return ["It ended well, and a server served another version"];
  const isMixed = new Set(asked.map(({ answer }) => answer)).size > 1;
  return isMixed && !mayMix ? ["It left two versions"] : [];
}

/** Only a deploy can have it serve again. */
const isExcused = ({ fault, host }: Tried, index: number): boolean =>
  fault.needsDeploy === true && (fault.downs === "all servers" || index === host);

const ofNext = ({ next }: Observed): readonly string[] =>
  next.filter(({ exitCode }) => exitCode !== 0).map(({ words }) => `Afterwards \`${words}\` did not work`);

function ofEnd({ wanted, finally: { answers, running, lock } }: Observed): readonly string[] {
  return [
    ...answers.flatMap((answer, index) =>
      answer === wanted ? [] : [`In the end server-${index + 1} served ${answer ?? "nothing"}, and not what was deployed last`],
    ),
    ...running.flatMap((names, index) =>
      names.length === 1 ? [] : [`In the end server-${index + 1} ran ${names.length === 0 ? "nothing" : names.join(" and ")}`],
    ),
    ...(lock === undefined ? [] : ["In the end there was a deploy lock"]),
  ];
}

function ofTraffic({ requests, lost, kinds }: Tally): readonly string[] {
  if (requests === 0) return ["There was no traffic"];
  return lost === 0 ? [] : [`${lost} requests were lost: ${kinds.join(", ")}`];
}
