import type { Asked } from "./asked.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { shownLines } from "./one-line.ts";

/** How a command ended whose container is gone. */
interface CommandEnd {
  readonly asked: Asked;
  readonly exitCode: number | undefined;
  readonly output: string;
}

/** As far as what it printed tells. */
export function diagnosisOfCommand({ asked, exitCode, output }: CommandEnd): Diagnosis {
  const lines = shownLines(output.split("\n").slice(-100));
  const known = {
    status: "exited",
    exitCode,
    oomKilled: false,
    error: "",
    restarts: 0,
    memory: 0,
    readOnly: false,
    health: undefined,
  };
  return {
    ...{ asked, said: lines, lastLines: lines },
    ...{ container: { ...known, checks: [] }, serverArchitecture: undefined, imageArchitecture: undefined },
    ...{ listening: undefined, proxyLines: [], healthChecks: [], answer: undefined },
  };
}
