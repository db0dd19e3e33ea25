import { isRemote, type Outcome } from "../plan/plan.ts";
import { longTime } from "../report/table.ts";
import type { Finding } from "./findings.ts";

/** Seconds that a clock may be off. */
const most = 30;

/** Servers whose clock is not ours, as their looks tell: each was taken at some moment between its step's start and end. */
export const clockSkews = (outcomes: readonly Outcome[]): Finding[] =>
  outcomes.flatMap(({ step, status, output, startedAt, endedAt }) => {
    const [, clock] = /^clock (\d+)$/m.exec(output) ?? [];
    if (!isRemote(step) || step.stage !== "look" || status !== "succeeded" || clock === undefined) return [];
    const [behind, ahead] = [startedAt / 1000 - Number(clock), Number(clock) - endedAt / 1000];
    if (Math.max(behind, ahead) <= most) return [];
    const off = ahead > behind ? `${longTime(ahead)} ahead of` : `${longTime(behind)} behind`;
    return [
      {
        host: step.host,
        text: `Its clock is ${off} the one here: certificates, tokens and logs go by it. Is time kept in step there?`,
      },
    ];
  });
