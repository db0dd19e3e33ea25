import { z } from "zod";
import { parseJson } from "../json.ts";
import { printable } from "../report/printable.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { type CheckResult, counted, type HealthChecks, readCheckResult } from "./check-result.ts";
import { type Listener, readListeners } from "./listener.ts";

/** Of a line, in characters. */
const longest = 400;

/** Foreign text as one line that steers nothing and has an end. */
function oneLine(line: string): string {
  const text = printable(line.slice(0, 4 * longest))
    .replaceAll(/\s*\n\s*/g, " ")
    .trimEnd();
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const text = z.string().transform(oneLine);
/** One of Docker's own. */
const word = z.string().regex(/^[\w/-]{1,30}$/);

const askedSchema = z.object({
  role: text,
  /** Where deploy.yml says how the proxy treats the role. */
  proxyKey: text,
  /** Seconds, as all that follow. */
  deployTimeout: z.number(),
  /** What the proxy asks, if traffic reaches the role through it. */
  proxy: z.object({ port: z.number(), path: text, timeout: z.number() }).optional(),
});
/** What deploy.yml asks of a container. */
export type Asked = z.infer<typeof askedSchema>;

const containerSchema = z.object({
  status: word,
  /** Of the end before, where Docker has started it again. */
  exitCode: z.number(),
  oomKilled: z.boolean(),
  /** Why Docker could not start it; "" where it could. */
  error: text,
  restarts: z.number(),
  /** The most that it may use, in bytes; 0 where nothing limits it. */
  memory: z.number(),
  /** Its own files cannot be written to. */
  readOnly: z.boolean(),
  /** Docker's word, where the image has a health check of its own. */
  health: word.optional(),
  checks: z.array(z.object({ exitCode: z.number(), output: text })).default([]),
});

/**
 * What was found out about a container that is not healthy: all text in it is short, and steers no terminal. What could not be found
 * out is undefined, or empty.
 */
export interface Diagnosis {
  readonly asked: Asked;
  /** The last lines of the step that failed. */
  readonly said: readonly string[];
  /** Undefined where there is no such container. */
  readonly container: z.infer<typeof containerSchema> | undefined;
  /** As Docker names it: amd64, arm64. */
  readonly serverArchitecture: string | undefined;
  readonly imageArchitecture: string | undefined;
  readonly listening: readonly Listener[] | undefined;
  /** The container's. */
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
  return {
    ...{ asked, said: shown(said.split("\n").slice(-20)), container: first("container", containerSchema) },
    ...{ serverArchitecture: first("server", word), imageArchitecture: first("image", word) },
    listening: /^seen$/m.test(output) ? readListeners(about("listen")) : undefined,
    ...{ lastLines: shown(about("log")), proxyLines: shown(about("proxy")) },
    healthChecks: counted(about("proxy").flatMap(failedCheck).concat(lastCheck(said))),
    answer: readAnswer(printable(about("answer").join("\n").slice(0, 4000))),
  };
}

const shown = (lines: readonly string[]): string[] => lines.map(oneLine).filter((line) => line.trim() !== "");

const failed = z.object({ msg: z.literal("Healthcheck failed"), url: z.string(), error: z.string() });

/** A line of kamal-proxy's log. */
function failedCheck(line: string): CheckResult[] {
  const { data } = failed.safeParse(parseJson(line));
  return data ? [readCheckResult(oneLine(data.error), oneLine(data.url))] : [];
}

/** Caddy's container tells the last one only, when it gives up. */
function lastCheck(said: string): CheckResult[] {
  const answer = /did not succeed within \d+ s; the last answer: (.+)$/m.exec(said)?.[1];
  return answer === undefined ? [] : [readCheckResult(oneLine(answer), undefined)];
}
