import { commitsBetween } from "../adapters/git-history.ts";
import { type Changes, type Commits, namesCommit } from "../core/report/changes.ts";
import type { Report } from "../core/report/report.ts";
import { type Asker, githubOf } from "./github.ts";
import type { Request } from "./request.ts";

/** Somebody who works in a clone. */
interface ClonedAsker extends Asker {
  readonly request: Pick<Request, "directory" | "github">;
}

/** The commits between what was live and what the run was about, as far as GitHub or git knows them. */
export async function changesOf(
  { previous, version }: Pick<Report, "previous" | "version">,
  asker: ClonedAsker,
): Promise<Changes | undefined> {
  if (previous === undefined || previous === version) return undefined;
  if (!namesCommit(previous) || !namesCommit(version)) return undefined;
  const { github } = asker.request;
  const between = betweenIn(asker);
  const ahead = await between(previous, version);
  const behind = ahead?.total === 0 ? await between(version, previous) : undefined;
  const found = behind ?? ahead;
  if (!found || found.total === 0) return undefined;
  const [from, to] = behind ? [version, previous] : [previous, version];
  const url = github && `${github.serverUrl}/${github.repository}/compare/${from}...${to}`;
  return { direction: behind ? "taken back" : "new", ...found, url };
}

type Between = (base: string, head: string) => Promise<Commits | undefined>;

/** A job's checkout is seldom deep enough to tell, so GitHub is asked first; and once it cannot tell, not again. */
function betweenIn(asker: ClonedAsker): Between {
  const github = githubOf(asker);
  let knows = true;
  return async (base, head) => {
    const found = knows ? await github.commitsBetween(base, head) : undefined;
    if (found) return found;
    knows = false;
    return commitsBetween(asker.request.directory, { base, head });
  };
}
