import type { Request } from "../use-cases/request.ts";
import { annotate } from "./annotate.ts";
import type { DeployingJob } from "./deployment.ts";

/** What the inputs say of it. */
interface AskedDeployment {
  readonly environment: string | undefined;
  readonly environmentUrl: string | undefined;
}

/** Undefined where no deployment is to be shown. */
export function deployingJob(
  { environment, environmentUrl }: AskedDeployment,
  { github, run, env }: Pick<Request, "github" | "run" | "env">,
): DeployingJob | undefined {
  const { GITHUB_SHA: sha } = env;
  const { url: runUrl, attempt } = run;
  if (environment === undefined) return undefined;
  if (github && sha && runUrl !== undefined)
    return { github, environment, environmentUrl, sha, runUrl, logUrl: attempt ? `${runUrl}/attempts/${attempt}` : runUrl };
  const message = `GitHub shows no deployment to ${environment}: the input github-token is empty`;
  annotate("warning", { title: "No deployment", message });
  return undefined;
}
