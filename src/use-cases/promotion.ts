import type { RunRecord } from "../core/report/record.ts";
import { hasFailed, type Report, wasBuilt } from "../core/report/report.ts";
import { type Asker, githubOf } from "./github.ts";

/**
 * Where the image that was made live is live already; undefined where it was built for this, or GitHub does not know.
 * @param environment what this run's own deployments are called
 */
export async function promotionOf(report: Report, asker: Asker, environment: string | undefined): Promise<RunRecord["promoted"]> {
  const { verb, config, digest, outcomes } = report;
  if (digest === undefined || verb === "rollback" || wasBuilt(report) || hasFailed(outcomes)) return undefined;
  const own = environment ?? config.destination;
  const everywhere = await githubOf(asker).environmentsWith(digest);
  const from = everywhere.filter((each) => each.environment !== own);
  return from.length > 0 ? { digest, from } : undefined;
}
