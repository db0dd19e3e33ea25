import { Refusal } from "../report/refusal.ts";
import type { LocalStep, StepId } from "./plan.ts";
import { onRunner } from "./step.ts";

/** How long a version that has just become live is given to answer with success, in seconds. */
export const checkPatience = 30;
/** The same for one that should be answering, in seconds. */
export const visitPatience = 10;

/** Ask a URL from the runner, as the app's users do. @param within how long it may take to answer with success, in seconds */
export const probing = (url: string, within: number, needs: readonly StepId[] = []): LocalStep =>
  onRunner("check", "check", `Check ${withoutQuery(url)}`, { url, within }, needs);

/** Titles are shown everywhere, and what follows a question mark may be for the app only. */
const withoutQuery = (url: string): string => url.replace(/[?#].*$/, "");

/** A URL that can be asked. @throws Refusal */
export function probeUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && (url.username !== "" || url.password !== ""))
    throw new Refusal(["A URL to check cannot have a user name or a password in it: logs would show it"]);
  if (url && ["http:", "https:"].includes(url.protocol)) return url.href;
  throw new Refusal([`"${text}" is no URL to check. Write it out, as in https://shop.example.com/up`]);
}
