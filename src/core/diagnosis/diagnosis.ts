import type { z } from "zod";
import { parseJson } from "../json.ts";
import { printable } from "../report/printable.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { type Asked, askedSchema } from "./asked.ts";
import { containerOf, type DiagnosedContainer, stateSchema, word } from "./container.ts";
import { linesOfLastRun, readEnds } from "./end.ts";
import { type HealthChecks, readHealthChecks } from "./health-checks.ts";
import { type Listener, readListeners } from "./listener.ts";
import { shownLines } from "./one-line.ts";

/**
 * What was found out about a container that is not healthy: all text in it is short, and steers no terminal. What could not be found
 * out is undefined, or empty.
 */
export interface Diagnosis {
  readonly asked: Asked;
  /** The last lines of the step that failed. */
  readonly said: readonly string[];
  /** Undefined where there is no such container. */
  readonly container: DiagnosedContainer | undefined;
  /** As Docker names it: amd64, arm64. */
  readonly serverArchitecture: string | undefined;
  readonly imageArchitecture: string | undefined;
  readonly listening: readonly Listener[] | undefined;
  /** The container's; of one that ends and is started again, those of its last run. */
  readonly lastLines: readonly string[];
  /** What the proxy logged of the container. */
  readonly proxyLines: readonly string[];
  readonly healthChecks: readonly HealthChecks[];
  readonly answer: Answer | undefined;
}

/** Of each sort. */
const mostLines = 100;

/**
 * Read what `diagnose` printed; undefined when it was something else. A server may say whatever it likes: what cannot be read counts as
 * not found out.
 * @param said what the step printed that failed
 */
export function readDiagnosis(output: string, said = ""): Diagnosis | undefined {
  const about = (key: string): string[] =>
    output
      .split("\n")
      .flatMap((line) => (line.startsWith(`${key} `) ? [line.slice(key.length + 1)] : []))
      .slice(-mostLines);
  const first = <Value>(key: string, schema: z.ZodType<Value>): Value | undefined =>
    schema.safeParse(parseJson(about(key)[0] ?? "")).data;
  const asked = first("asked", askedSchema);
  if (!asked) return undefined;
  const state = first("container", stateSchema);
  const ends = readEnds(about("end"));
  return {
    ...{ asked, said: shownLines(said.split("\n").slice(-20)), container: state && containerOf(state, ends) },
    ...{ serverArchitecture: first("server", word), imageArchitecture: first("image", word) },
    listening: /^seen$/m.test(output) ? readListeners(about("listen")) : undefined,
    ...{ lastLines: shownLines(linesOfLastRun(about("log"), ends)), proxyLines: shownLines(about("proxy")) },
    healthChecks: readHealthChecks(about("proxy"), said),
    answer: readAnswer(printable(about("answer").join("\n").slice(0, 4000))),
  };
}
