import { z } from "zod";
import { parseJson } from "../json.ts";
import { type CheckResult, readCheckResult, resultWords } from "./check-result.ts";
import { oneLine } from "./one-line.ts";

/** A sort of end that health checks came to. */
export interface HealthChecks {
  readonly result: CheckResult;
  /** How often; undefined where only the last one is known. */
  readonly times: number | undefined;
}

/** @param log what kamal-proxy logged of a container @param said what the step printed that failed */
export const readHealthChecks = (log: readonly string[], said: string): HealthChecks[] => [
  ...counted(log.flatMap(failedCheck)),
  ...lastCheck(said).map((result) => ({ result, times: undefined })),
];

const failed = z.object({ msg: z.literal("Healthcheck failed"), url: z.string(), error: z.string() });

/** A line of kamal-proxy's log. */
function failedCheck(line: string): CheckResult[] {
  const { data } = failed.safeParse(parseJson(line));
  return data ? [readCheckResult(oneLine(data.error), oneLine(data.url))] : [];
}

/** Caddy's container tells the last one only, when it gives up. It follows redirects, and names no other host but one that it does not know. */
function lastCheck(said: string): CheckResult[] {
  const [, target, answer] = / at (\S+) did not succeed within \d+ s; the last answer: (.+)$/m.exec(said) ?? [];
  if (answer === undefined) return [];
  const [, unknown] = /^bad address '([^']+)'/.exec(answer) ?? [];
  if (unknown !== undefined && unknown !== target) return [{ kind: "redirected", to: oneLine(unknown) }];
  return [readCheckResult(oneLine(answer), undefined)];
}

/** Those that ended alike are one; the most frequent first. */
function counted(results: readonly CheckResult[]): HealthChecks[] {
  const all = results.map((result) => [resultWords(result), result] as const);
  const distinct = new Map(all);
  return [...distinct]
    .map(([words, result]) => ({ result, times: all.filter(([other]) => other === words).length }))
    .toSorted((one, other) => other.times - one.times);
}
