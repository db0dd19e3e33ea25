import type { Answer, FrontEnd } from "../../src/cli/front-end.ts";
import { type GlobalOptions, previewOption, selectionOption, versionOption } from "../../src/cli/options.ts";
import { program } from "../../src/cli/program.ts";
import type { WorkflowEvent } from "../../src/core/preview/event.ts";
import type { Report } from "../../src/core/report/report.ts";
import type { Request } from "../../src/use-cases/request.ts";
import { deaf } from "../../src/use-cases/watcher.ts";

/** What a command answers in this directory, called without a process of its own. @throws whatever it refuses */
export const answerIn = (directory: string, ...words: readonly string[]): Promise<Answer> => answerTo({ directory }, ...words);

/** Where a command is called. */
interface Place {
  readonly directory: string;
  /** What started the workflow. */
  readonly event?: WorkflowEvent;
  /** What a workflow knows of itself. */
  readonly job?: Partial<Pick<Request, "github" | "run" | "ssh">>;
  /** Hears what is said beside the answer. */
  readonly note?: (text: string) => void;
}

/** The same in a workflow. */
export const answerTo = async (place: Place, ...words: readonly string[]): Promise<Answer> => {
  const { answers } = await called(place, words);
  return answers[0] ?? unreachable();
};

/** What a run came to that makes a version live. @throws whatever it refuses */
export const reportOf = async (place: Place, ...words: readonly string[]): Promise<Report> => {
  const { reports } = await called(place, words);
  return reports[0] ?? unreachable();
};

async function called({ directory, event, job, note = deaf.note }: Place, words: readonly string[]) {
  const answers: Answer[] = [];
  const reports: Report[] = [];
  const cancel = new AbortController().signal;
  const frontEnd: FrontEnd = {
    call: async (options) => ({ request: { ...requestIn(directory, options), ...job }, watcher: { ...deaf, note }, cancel }),
    ...(event && { event: async () => event }),
    confirm: async () => {},
    answer: (answer) => void answers.push(answer),
    ends: () => unreachable(),
    reveal: () => unreachable(),
    report: async (report) => void reports.push(report),
  };
  await program(frontEnd).parseAsync(words, { from: "user" });
  return { answers, reports };
}

function unreachable(): never {
  throw new Error("This command answers otherwise");
}

/** What a command asks for in this directory. */
export const requestIn = (directory: string, options: GlobalOptions): Request => ({
  ...{ directory, env: { PATH: process.env.PATH }, configFile: options.configFile, destination: options.destination },
  ...{ selection: selectionOption(options), version: versionOption(options.version), skipHooks: false, secrets: new Map() },
  ...{ registry: undefined, github: undefined, preview: previewOption(options) },
  ssh: { keys: [], passphrase: undefined, knownHosts: undefined, fingerprints: [], hostKeys: "strict" },
  run: { url: undefined, id: undefined, attempt: undefined, machine: "terminal", step: undefined },
});
