import { setTimeout } from "node:timers/promises";
import type { z } from "zod";
import { parseJson } from "../../core/json.ts";
import { httpObstacle } from "../../core/report/http-obstacle.ts";
import { landfallVersion } from "../../core/version.ts";
import { wholeBody } from "../whole-body.ts";
import type { GithubAccess } from "./access.ts";
import { GithubFailure, type Heard, isRateLimit, refused, type Subject, unreachable } from "./failure.ts";

/** What an answer may take with all attempts at it, in milliseconds. */
const usualPatience = 5_000;
/** Between attempts, in milliseconds. */
const pauses = [250, 1_000];

interface Asking {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly subject: Subject;
  /** To ask again does no harm, even if the first time was heard. */
  readonly repeatable: boolean;
}

/** GitHub's REST API, as docs.github.com/rest describes it. */
export class GithubApi {
  readonly #access: GithubAccess;
  readonly #signal: AbortSignal | undefined;
  readonly #patience: number;

  /** @param signal gives up whatever is asked @param patience what an answer may take, in milliseconds */
  constructor(access: GithubAccess, signal?: AbortSignal, patience = usualPatience) {
    this.#access = access;
    this.#signal = signal;
    this.#patience = patience;
  }

  /** @throws GithubFailure */
  async get<Answer>(path: string, answer: z.ZodType<Answer>, subject: Subject): Promise<Answer> {
    return read(await this.#ask({ method: "GET", path, subject, repeatable: true }), answer, subject);
  }

  /** @throws GithubFailure */
  async post<Answer>(asking: Omit<Asking, "method">, answer: z.ZodType<Answer>): Promise<Answer> {
    return read(await this.#ask({ method: "POST", ...asking }), answer, asking.subject);
  }

  /** @throws GithubFailure */
  async patch<Answer>(asking: Omit<Asking, "method" | "repeatable">, answer: z.ZodType<Answer>): Promise<Answer> {
    return read(await this.#ask({ method: "PATCH", ...asking, repeatable: true }), answer, asking.subject);
  }

  /** What is gone already is as well. @throws GithubFailure */
  async delete(path: string, subject: Subject): Promise<void> {
    try {
      await this.#ask({ method: "DELETE", path, subject, repeatable: true });
    } catch (error) {
      if (!(error instanceof GithubFailure && error.heard?.status === 404)) throw error;
    }
  }

  async #ask(asking: Asking): Promise<Heard> {
    const headers = this.#headers();
    const deadline = Date.now() + this.#patience;
    const signal = AbortSignal.any([AbortSignal.timeout(this.#patience), ...(this.#signal ? [this.#signal] : [])]);
    for (let attempt = 0; ; attempt++) {
      const heard = await this.#hear(asking, headers, signal);
      const pause = asking.repeatable ? pauseAfter(heard, attempt) : undefined;
      if (pause === undefined || signal.aborted || Date.now() + pause > deadline) return accepted(heard, asking.subject);
      await setTimeout(pause, undefined, { signal }).catch(() => {});
    }
  }

  /** @returns the failure where nothing was heard */
  async #hear(
    { method, path, body, subject }: Asking,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Heard | GithubFailure> {
    const { apiUrl } = this.#access;
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    try {
      const response = await fetch(`${apiUrl}${path}`, { method, headers, signal, ...content });
      return { status: response.status, headers: response.headers, text: (await wholeBody(response)).toString("utf8") };
    } catch (error) {
      return unreachable(subject, apiUrl, httpObstacle(error));
    }
  }

  /** @throws GithubFailure when the token could not be sent: what fetch says of such a header quotes it */
  #headers(): Record<string, string> {
    const { token } = this.#access;
    if (!/^[\x21-\x7e]+$/.test(token.reveal())) throw new GithubFailure(`${token} is no token of GitHub`);
    return {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token.reveal()}`,
      "content-type": "application/json",
      "user-agent": `landfall/${landfallVersion}`,
      "x-github-api-version": "2022-11-28",
    };
  }
}

const isGood = ({ status }: Heard): boolean => status >= 200 && status < 300;

/** @returns milliseconds; undefined where it is of no use to ask again */
function pauseAfter(heard: Heard | GithubFailure, attempt: number): number | undefined {
  const usual = pauses[attempt];
  if (usual === undefined || heard instanceof GithubFailure) return usual;
  const wanted = Number(heard.headers.get("retry-after") ?? Number.NaN) * 1000;
  // GitHub bans who goes on asking; without the header it wants to be left alone for a minute.
  if (isRateLimit(heard)) return Number.isNaN(wanted) ? undefined : wanted;
  return heard.status >= 500 ? Math.max(usual, wanted || 0) : undefined;
}

/** @throws GithubFailure where GitHub did not answer, or refused */
function accepted(heard: Heard | GithubFailure, subject: Subject): Heard {
  if (heard instanceof GithubFailure) throw heard;
  if (isGood(heard)) return heard;
  throw refused(subject, heard);
}

/** @throws GithubFailure when it is no answer of GitHub's */
function read<Answer>(heard: Heard, answer: z.ZodType<Answer>, { what }: Subject): Answer {
  const parsed = answer.safeParse(parseJson(heard.text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue && issue.path.length > 0 ? `${issue.path.join(".")}: ` : "";
  throw new GithubFailure(`GitHub was asked to ${what}, and its answer is not understood: ${place}${issue?.message}`, heard);
}
