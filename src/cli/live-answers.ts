import { once } from "node:events";
import { constants } from "node:os";
import { styleText } from "node:util";
import { isRemote, type Plan, type RemoteStep, type Step, type StepId } from "../core/plan/plan.ts";
import { SilentExit } from "../core/report/exit.ts";
import { printableInColour } from "../core/report/printable.ts";

const colours = ["cyan", "yellow", "green", "magenta", "blue", "red"] as const;

/** Shows what servers answer as they say it, each line behind the name of its place where there are several. */
export class LiveAnswers {
  readonly #cancel: AbortSignal;
  #labels: ReadonlyMap<StepId, string> = new Map();

  constructor(cancel: AbortSignal) {
    this.#cancel = cancel;
  }

  planned({ steps }: Plan): void {
    const answers = steps.filter(isRemote).filter(({ stage }) => stage === "answer");
    if (answers.length > 1) this.#labels = labelsOf(answers);
  }

  /** Resolves when there is room for more. */
  async answered({ id }: Step, lines: readonly string[]): Promise<void> {
    const label = this.#labels.get(id) ?? "";
    const hasRoom = process.stdout.write(lines.map((line) => `${label}${printableInColour(line)}\n`).join(""));
    if (hasRoom || this.#cancel.aborted) return;
    // A reader that is gone, or a cancellation, ends the wait as well.
    await once(process.stdout, "drain", { signal: this.#cancel }).catch(() => {});
  }
}

/**
 * Whoever reads what we say may be gone, with the terminal or after `| head`: a deploy is no less under way then. But results that a
 * full disk did not take are a failure.
 */
export function outliveReaders(): void {
  let isTold = false;
  process.stderr.on("error", () => {});
  process.stdout.on("error", (error) => {
    if (isTold || !("code" in error) || error.code !== "ENOSPC") return;
    isTold = true;
    process.exitCode ||= 1;
    process.stderr.write(`ERROR: The output could not all be written: ${error.message}\n`);
  });
}

/** Aborts when nobody reads our standard output any more, as after `| head`. */
export function readerGone(): AbortSignal {
  const gone = new AbortController();
  process.stdout.on("error", () => gone.abort(new SilentExit(128 + constants.signals.SIGPIPE)));
  return gone.signal;
}

function labelsOf(steps: readonly RemoteStep[]): ReadonlyMap<StepId, string> {
  const isShared = steps.some(({ host }, index) => steps.findIndex((other) => other.host === host) !== index);
  const names = steps.map(({ host, title }) => (isShared ? `${host} ${title}` : host));
  const width = Math.max(...names.map(({ length }) => length));
  const label = (name: string, index: number): string =>
    `${styleText(colours[index % colours.length] ?? "cyan", name.padEnd(width), { stream: process.stdout })}  `;
  return new Map(steps.map(({ id }, index) => [id, label(names[index] ?? "", index)]));
}
