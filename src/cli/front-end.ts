import type { Report } from "../core/report/report.ts";
import type { Call } from "../use-cases/call.ts";
import type { GlobalOptions } from "./options.ts";

/** What a command answers, for people and for programs. */
export interface Answer {
  readonly text: string;
  readonly json: unknown;
}

/** Where commands come from and answers go: a terminal, or a job. */
export interface FrontEnd {
  call(options: GlobalOptions): Promise<Call>;
  answer(answer: Answer, options: GlobalOptions): void;
  /** A run that reached servers has ended, well or not. */
  report(report: Report, options: GlobalOptions): Promise<void>;
}
