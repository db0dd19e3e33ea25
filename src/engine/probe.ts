import { setTimeout as sleep } from "node:timers/promises";
import type { Probe } from "../core/plan/plan.ts";
import type { StepEnd } from "../core/plan/script.ts";
import { httpObstacle } from "../core/report/http-obstacle.ts";
import { printable } from "../core/report/printable.ts";

/** How long one answer may take, and how long we wait before we ask again, in milliseconds. */
const patience = 10_000;
const pause = 1000;
const mostRedirects = 5;
/** How much of a body is kept for the report, in characters. */
const kept = 500;

/** Ask until the answer is a success, or time is up. @throws Error when it was stopped by `signal` */
export async function runProbe({ url, within }: Probe, signal: AbortSignal, onOutput: (text: string) => void): Promise<StepEnd> {
  const end = Date.now() + within * 1000;
  let said = "";
  for (let count = 1; ; count++) {
    signal.throwIfAborted();
    const limit = Math.max(pause, Math.min(patience, end - Date.now()));
    const { isGood, text } = await ask(url, limit, signal);
    if (text !== said) onOutput(`${text}\n`);
    said = text;
    if (isGood) return { exitCode: 0, output: text };
    if (Date.now() + pause > end) return { exitCode: 1, output: count === 1 ? text : `${text}\nIt was asked ${count} times` };
    await sleep(pause, undefined, { signal });
  }
}

interface Found {
  readonly isGood: boolean;
  readonly text: string;
}

async function ask(url: string, limit: number, signal: AbortSignal): Promise<Found> {
  try {
    return await follow(new URL(url), AbortSignal.any([signal, AbortSignal.timeout(limit)]));
  } catch (error) {
    signal.throwIfAborted();
    return { isGood: false, text: `${url}: ${httpObstacle(error, limit)}` };
  }
}

async function follow(url: URL, signal: AbortSignal, redirects = 0): Promise<Found> {
  const response = await fetch(url, { redirect: "manual", signal, headers: { "user-agent": "landfall", connection: "close" } });
  const answered = `${url.href}: ${`${response.status} ${response.statusText}`.trim()}`;
  const next = nextOf(response, url);
  const body = await beginning(response);
  if (!next) return { isGood: response.ok, text: body === "" ? answered : `${answered}\n${body}` };
  if (next.hostname !== url.hostname)
    return { isGood: false, text: `${answered} to another host, ${next.host}. Name a URL that answers by itself` };
  if (redirects === mostRedirects) return { isGood: false, text: `${answered}, after ${mostRedirects} redirects` };
  return follow(next, signal, redirects + 1);
}

function nextOf({ status, headers }: Response, url: URL): URL | undefined {
  const location = headers.get("location") ?? undefined;
  if (status < 300 || status >= 400 || location === undefined) return undefined;
  return URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
}

/** The first of the body; the rest is not waited for. */
async function beginning({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length >= kept) break;
    }
  } catch {
    // The status has come, and counts; what there is of the body will do.
  }
  return printable(text.slice(0, kept)).trim().split("\n").slice(0, 15).join("\n");
}
