import type { Request } from "../use-cases/request.ts";
import { annotate } from "./annotate.ts";
import type { DeployingJob } from "./deployment.ts";

/** What the inputs say of it. */
interface AskedDeployment {
  readonly environment: string | undefined;
  readonly environmentUrl: string | undefined;
}

/** A job's token may not take environments away, so that all previews share one. */
export const environmentOfPreviews = "preview";

/** Undefined where no deployment is to be shown. */
export function deployingJob(
  asked: AskedDeployment,
  { github, run, env, preview }: Pick<Request, "github" | "run" | "env" | "preview">,
): DeployingJob | undefined {
  const { GITHUB_SHA: runSha } = env;
  const { url: runUrl, attempt } = run;
  const environment = asked.environment ?? (preview && environmentOfPreviews);
  const environmentUrl = preview ? undefined : asked.environmentUrl;
  if (environment === undefined) return undefined;
  if (github && runSha && runUrl !== undefined)
    return {
      github,
      environment,
      environmentUrl,
      sha: preview?.sha ?? runSha,
      runSha,
      runUrl,
      logUrl: attempt ? `${runUrl}/attempts/${attempt}` : runUrl,
    };
  const message = `GitHub shows no deployment to ${environment}: the input github-token is empty`;
  annotate("warning", { title: "No deployment", message });
  return undefined;
}
