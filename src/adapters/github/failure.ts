import { z } from "zod";
import { parseJson } from "../../core/json.ts";

/** What is asked of GitHub, for people. */
export interface Subject {
  /** As in "tell how run 4711 is doing". */
  readonly what: string;
  /** What the token needs for it, as under `permissions:` of a workflow. */
  readonly permission: string;
}

/** What GitHub answered. */
export interface Heard {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** GitHub could not be asked, or refused. The message is for people, and never has the token in it. */
export class GithubFailure extends Error {
  override readonly name = "GithubFailure";
  /** Undefined where GitHub did not answer. */
  readonly heard: Heard | undefined;

  constructor(message: string, heard?: Heard) {
    super(message);
    this.heard = heard;
  }
}

export function refused({ what, permission }: Subject, heard: Heard): GithubFailure {
  const answer = [heard.status, said(heard)].filter(Boolean).join(": ");
  return new GithubFailure([`GitHub did not ${what}: ${answer}`, advice(heard, permission)].filter(Boolean).join(". "), heard);
}

export const unreachable = ({ what }: Subject, host: string, reason: string): GithubFailure =>
  new GithubFailure(`GitHub was not reached to ${what}: ${host}: ${reason}`);

const complaint = z.object({ message: z.string(), errors: z.array(z.unknown()).optional() });
const detail = z.union([z.string(), z.object({ message: z.string() }).transform(({ message }) => message)]);

/** GitHub's own words; a proxy on the way may answer anything. */
function said({ text }: Heard): string {
  const parsed = complaint.safeParse(parseJson(text));
  if (!parsed.success) return "";
  const details = (parsed.data.errors ?? []).flatMap((each) => detail.safeParse(each).data ?? []);
  return [parsed.data.message, ...details].join(": ").replace(/\.$/, "");
}

/** docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api: what is not to be seen is often said not to exist. */
function advice(heard: Heard, permission: string): string {
  const { status, headers, text } = heard;
  if (status === 401) return "The token is no token of this GitHub, or it has expired";
  if (isRateLimit(heard)) return `The token has asked too much; it may ask again ${resetTime(headers)}`;
  // docs.github.com/communities/moderating-comments-and-conversations/locking-conversations; a job's token counts as nobody who may.
  if (status === 403 && /is locked/i.test(text)) return "Its conversation is locked: unlock it to have the comment there";
  if (status === 403) return `The job needs "${permission}" under permissions`;
  if (status === 404) return `There is no such thing, or the job needs "${permission}" under permissions`;
  return "";
}

/** docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api: of the second kind only the message tells. */
export const isRateLimit = ({ status, headers, text }: Heard): boolean =>
  status === 429 || (status === 403 && (headers.get("x-ratelimit-remaining") === "0" || /rate limit/i.test(text)));

function resetTime(headers: Headers): string {
  const seconds = Number(headers.get("x-ratelimit-reset"));
  if (headers.get("x-ratelimit-remaining") !== "0" || !Number.isSafeInteger(seconds)) return "in some minutes";
  return `at ${new Date(seconds * 1000).toISOString().slice(11, 16)} UTC`;
}
