import type { Asked } from "../../../src/core/diagnosis/asked.ts";
import { type Diagnosis, readDiagnosis } from "../../../src/core/diagnosis/diagnosis.ts";

interface Printout {
  readonly asked?: Partial<Asked>;
  /** Undefined: there is none. */
  readonly container?: object | undefined;
  /** As Docker remembers them: `die NANOSECONDS EXITCODE`, `oom NANOSECONDS <no value>`. */
  readonly ends?: readonly string[];
  readonly image?: string;
  /** Local addresses as /proc/net/tcp has them; undefined where it cannot be read. */
  readonly listening?: readonly string[] | undefined;
  readonly log?: readonly string[];
  /** Errors of health checks, as kamal-proxy logs them. */
  readonly failed?: readonly string[];
  /** Head and body. */
  readonly answer?: string;
}

const running = { status: "running", exitCode: 0, oomKilled: false, error: "", restarts: 0, memory: 0, readOnly: false };
const proxy = { port: 80, path: "/up", timeout: 5 };

/** What a server prints of a container of web that runs, is asked at port 80, and says nothing. */
export function printout(over: Printout = {}): string {
  const container = "container" in over ? over.container && { ...running, ...over.container } : running;
  const listening = "listening" in over ? over.listening : [];
  const asked = { noun: "app", key: "servers.web", proxyKey: "proxy", deployTimeout: 30, proxy, ...over.asked };
  return [
    `asked ${JSON.stringify(asked)}`,
    'server "amd64"',
    ...(container ? [`container ${JSON.stringify(container)}`, `image "${over.image ?? "amd64"}"`] : []),
    ...(over.ends ?? []).map((end) => `end ${end}`),
    ...(listening ? ["seen", ...listening.map((address) => `listen ${address}`)] : []),
    ...marked("log", over.log ?? []),
    ...marked("proxy", (over.failed ?? []).map(healthcheckFailed)),
    ...marked("answer", (over.answer ?? "").split("\n")),
    "",
  ].join("\n");
}

const marked = (word: string, lines: readonly string[]): string[] => [...lines.map((line) => `${word} ${line}`), ""];

/** A line of kamal-proxy v0.9.2. */
export const healthcheckFailed = (error: string): string =>
  JSON.stringify({
    ...{ time: "2026-03-01T12:00:00.123456789Z", level: "INFO", msg: "Healthcheck failed" },
    ...{ url: "http://0123456789ab:80/up", error },
  });

export function diagnosed(over: Printout = {}, said = ""): Diagnosis {
  const diagnosis = readDiagnosis(printout(over), said);
  if (!diagnosis) throw new Error("It cannot be read");
  return diagnosis;
}
