import { urlComplaint } from "../config/check-url.ts";
import type { Config } from "../config/config.ts";
import { Refusal } from "../report/refusal.ts";
import { type Gate, type LocalStep, runner, stepId } from "./plan.ts";
import { gated, onRunner } from "./step.ts";

/** How long a version that has just become live is given to answer with success, in seconds. */
export const checkPatience = 30;
/** The same for one that should be answering, in seconds. */
export const visitPatience = 10;

/** Ask a URL from the runner, as the app's users do. @param within how long it may take to answer with success, in seconds */
export const probing = (url: string, within: number, gate: Gate = { needs: [] }): LocalStep =>
  gated(onRunner("check", "check", `Check ${withoutQuery(url)}`, { url, within }), gate);

/** Ask what deploy.yml wants to be right before a new version stays. */
export function verifying({ landfall: { verify } }: Config, gate: Gate): LocalStep[] {
  if (!verify) return [];
  const { urls, expect, seconds, maxErrors } = verify;
  return urls.map((url, index) => ({
    ...{ id: stepId("verify", String(index + 1)), title: verifyTitle(url, seconds), stage: "check", host: runner },
    ...{ run: { url, within: checkPatience, expect, watch: { seconds, maxErrors } } },
    ...gate,
  }));
}

const verifyTitle = (url: string, seconds: number): string =>
  `Check ${withoutQuery(url)}${seconds === 0 ? "" : ` for ${seconds} s`}`;

/** Titles are shown everywhere, and what follows a question mark may be for the app only. */
const withoutQuery = (url: string): string => url.replace(/[?#].*$/, "");

/** A URL that can be asked. @throws Refusal */
export function probeUrl(text: string): string {
  const complaint = urlComplaint(text);
  if (complaint !== undefined) throw new Refusal([complaint]);
  return new URL(text).href;
}
