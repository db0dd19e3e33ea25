import type { Expectation } from "../core/config/landfall.ts";
import type { Probe } from "../core/plan/plan.ts";
import { httpObstacle } from "../core/report/http-obstacle.ts";
import { printable } from "../core/report/printable.ts";

const mostRedirects = 5;
/** How much of a body is kept for the report, and how much is searched for a text, in characters. */
const kept = 500;
const searched = 100_000;

/** What came of asking once. */
export interface Reply {
  readonly isRight: boolean;
  /** For people: the status and the first of the body, or why nothing was heard. */
  readonly text: string;
}

export type Question = Pick<Probe, "url" | "expect">;

/** @param limit how long the answer may take, in milliseconds @throws Error when it was stopped by `signal` */
export async function ask({ url, expect }: Question, limit: number, signal: AbortSignal): Promise<Reply> {
  try {
    return await follow(new URL(url), expect, AbortSignal.any([signal, AbortSignal.timeout(limit)]));
  } catch (error) {
    signal.throwIfAborted();
    return { isRight: false, text: `${url}: ${httpObstacle(error, limit)}` };
  }
}

async function follow(url: URL, expect: Expectation | undefined, signal: AbortSignal, redirects = 0): Promise<Reply> {
  const response = await fetch(url, { redirect: "manual", signal, headers: { "user-agent": "landfall", connection: "close" } });
  const answered = `${url.href}: ${`${response.status} ${response.statusText}`.trim()}`;
  const next = isExpected(response, expect) ? undefined : nextOf(response, url);
  const body = await beginning(response, expect && "text" in expect ? searched : kept);
  if (!next) return judged(response, { expect, answered, body });
  if (next.hostname !== url.hostname)
    return { isRight: false, text: `${answered} to another host, ${next.host}. Name a URL that answers by itself` };
  if (redirects === mostRedirects) return { isRight: false, text: `${answered}, after ${mostRedirects} redirects` };
  return follow(next, expect, signal, redirects + 1);
}

const isExpected = ({ status }: Response, expect: Expectation | undefined): boolean =>
  expect !== undefined && "status" in expect && expect.status === status;

function nextOf({ status, headers }: Response, url: URL): URL | undefined {
  const location = headers.get("location") ?? undefined;
  if (status < 300 || status >= 400 || location === undefined) return undefined;
  return URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
}

interface Answered {
  readonly expect: Expectation | undefined;
  readonly answered: string;
  readonly body: string;
}

function judged(response: Response, { expect, answered, body }: Answered): Reply {
  const shown = printable(body.slice(0, kept)).trim().split("\n").slice(0, 15).join("\n");
  const said = (wrong?: string): string =>
    `${answered}${wrong === undefined ? "" : `, ${wrong}`}${shown === "" ? "" : `\n${shown}`}`;
  if (!expect) return { isRight: response.ok, text: said() };
  if ("text" in expect) {
    const lacks = response.ok && !body.includes(expect.text);
    return { isRight: response.ok && !lacks, text: said(lacks ? `without ${JSON.stringify(expect.text)} in it` : undefined) };
  }
  const isRight = isExpected(response, expect);
  return { isRight, text: said(isRight ? undefined : `and not ${expect.status}`) };
}

/** The first of the body; the rest is not waited for. */
async function beginning({ body }: Response, length: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length >= length) break;
    }
  } catch {
    // The status has come, and counts; what there is of the body will do.
  }
  return text.slice(0, length);
}
