import { z } from "zod";
import type { RunIdentity } from "../../core/host/lock.ts";
import type { GithubAccess } from "./access.ts";
import type { GithubApi } from "./api.ts";

/** "unknown": nobody who can be asked knows, so it may still be at work. */
export type RunState = "over" | "live" | "unknown";

/** A run as a lock names it. */
export type NamedRun = Pick<RunIdentity, "id" | "attempt" | "url">;

const answer = z.object({ status: z.string().nullable() });

/**
 * Whether this attempt of a run has ended; a later attempt of the same run is another matter.
 * @throws GithubFailure when GitHub knows no such run, or cannot be asked
 */
export async function runIsOver(
  api: GithubApi,
  run: NamedRun,
  { serverUrl }: Pick<GithubAccess, "serverUrl">,
): Promise<RunState> {
  const repository = repositoryOf(run, serverUrl);
  if (repository === undefined || !isNumber(run.id)) return "unknown";
  const attempt = isNumber(run.attempt) ? `/attempts/${run.attempt}` : "";
  const subject = { what: `tell how run ${run.id} of ${repository} is doing`, permission: "actions: read" };
  const { status } = await api.get(`/repos/${repository}/actions/runs/${run.id}${attempt}`, answer, subject);
  return status === "completed" ? "over" : "live";
}

const isNumber = (text: string | undefined): text is string => /^\d{1,20}$/.test(text ?? "");

/** A lock is text that others may have written: of another server we know nothing, and our token is not for it. */
function repositoryOf({ url = "" }: NamedRun, serverUrl: string): string | undefined {
  const prefix = `${serverUrl}/`;
  if (!url.startsWith(prefix)) return undefined;
  return /^([\w.-]+\/[\w.-]+)\/actions\/runs\/\d+/.exec(url.slice(prefix.length))?.[1];
}
