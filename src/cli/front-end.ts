import type { Plan } from "../core/plan/plan.ts";
import type { WorkflowEvent } from "../core/preview/event.ts";
import type { ReleaseJson } from "../core/report/json.ts";
import type { Report } from "../core/report/report.ts";
import type { Ends } from "../engine/session.ts";
import type { Call } from "../use-cases/call.ts";
import type { GlobalOptions } from "./options.ts";
import type { SessionKind } from "./session.ts";

/** What a command answers, for people and for programs. */
export interface Answer {
  readonly text: string;
  readonly json: unknown;
  /** The output of a job by which later steps get the JSON as well. */
  readonly output?: "plan";
  /** What became of a preview. */
  readonly preview?: PreviewAnswer;
  /** The previews that there are now, as Markdown for the page of a run. */
  readonly previews?: string | undefined;
  /** The release that a plan is of. */
  readonly planned?: ReleaseJson;
}

/** A preview for programs: `live`, `failed`, `removed`, or `skipped` where there was none to deploy. */
export interface PreviewAnswer {
  readonly state: "live" | "failed" | "removed" | "skipped";
  readonly url: string | undefined;
}

/** A call whose answers are shown as they come. */
export interface Live {
  readonly call: Call;
  /** Told of what will be done before it is. */
  readonly planned: (plan: Plan) => void;
}

/** Where commands come from and answers go: a terminal, or a job. */
export interface FrontEnd {
  call(options: GlobalOptions): Promise<Call>;
  /** What started the workflow; absent outside of one. */
  readonly event?: () => Promise<WorkflowEvent>;
  /** Goes on only if a person agrees. @throws Refusal otherwise, and where there is nobody to ask */
  confirm(question: string): Promise<void>;
  answer(answer: Answer, options: GlobalOptions): void;
  /** Shows answers as they come; absent where they are shown at the end. */
  readonly live?: (call: Call) => Live;
  /** This end of a session. @throws Refusal where there is none */
  ends(kind: SessionKind): Ends;
  /** Finds secrets out and shows them. @throws Refusal where they would stay to be read by others */
  reveal(find: () => Promise<string>): Promise<void>;
  /** A run that reached servers has ended, well or not. */
  report(report: Report, options: GlobalOptions, call: Call): Promise<void>;
}
