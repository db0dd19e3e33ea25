import { setTimeout as sleep } from "node:timers/promises";
import type { Probe, Watch } from "../core/plan/plan.ts";
import type { StepEnd } from "../core/plan/script.ts";
import { counted } from "../core/report/counting.ts";
import { ask, type Question, type Reply } from "./question.ts";

/** How long one answer may take, and how long we wait before we ask again, in milliseconds. */
const patience = 10_000;
const pause = 1000;

/** Ask until the answer is right, or time is up; then watch it, where that is wanted. @throws Error when it was stopped by `signal` */
export async function runProbe(probe: Probe, signal: AbortSignal, onOutput: (text: string) => void): Promise<StepEnd> {
  let said = "";
  const asking = async (end: number): Promise<Reply> => {
    const reply = await askBefore(end, probe, signal);
    if (reply.text !== said) onOutput(`${reply.text}\n`);
    said = reply.text;
    return reply;
  };
  const { end: first, reply } = await untilRight(probe.within, asking, signal);
  if (first.exitCode !== 0 || !probe.watch || probe.watch.seconds === 0) return first;
  return watching(probe.watch, reply, asking, signal);
}

const askBefore = (end: number, question: Question, signal: AbortSignal): Promise<Reply> =>
  ask(question, Math.max(pause, Math.min(patience, end - Date.now())), signal);

/** @param end when it is no use any more, in milliseconds since 1970 */
type Asking = (end: number) => Promise<Reply>;

interface Beginning {
  readonly end: StepEnd;
  readonly reply: Reply;
}

async function untilRight(within: number, asking: Asking, signal: AbortSignal): Promise<Beginning> {
  const end = Date.now() + within * 1000;
  for (let count = 1; ; count++) {
    signal.throwIfAborted();
    const reply = await asking(end);
    const { text } = reply;
    if (reply.isRight) return { end: { exitCode: 0, output: text }, reply };
    const output = count === 1 ? text : `${text}\nIt was asked ${count} times`;
    if (Date.now() + pause > end) return { end: { exitCode: 1, output }, reply };
    await sleep(pause, undefined, { signal });
  }
}

/** Ends early when so many answers were wrong that right ones cannot make up for them any more. */
async function watching({ seconds, maxErrors }: Watch, first: Reply, asking: Asking, signal: AbortSignal): Promise<StepEnd> {
  const end = Date.now() + seconds * 1000;
  const isTooMany = (wrong: number, of: number): boolean => wrong * 100 > maxErrors * of;
  let [count, wrong, worst] = [0, 0, first];
  while (Date.now() + pause <= end && !isTooMany(wrong, (seconds * 1000) / pause)) {
    await sleep(pause, undefined, { signal });
    // As long as every other: an answer that comes after the end is not wrong.
    const reply = await asking(Date.now() + patience);
    count++;
    if (reply.isRight) continue;
    wrong++;
    worst = reply;
  }
  const output = `${worst.text}\nIt was asked ${counted(count, "time")} once it was right; ${counted(wrong, "answer")} ${wrong === 1 ? "was" : "were"} wrong`;
  return { exitCode: isTooMany(wrong, count) ? 1 : 0, output };
}
