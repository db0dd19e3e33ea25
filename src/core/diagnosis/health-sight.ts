import type { CheckResult } from "./check-result.ts";
import type { Diagnosis } from "./diagnosis.ts";

/** Whether a health check ended so. */
export const saw = ({ healthChecks }: Diagnosis, kind: CheckResult["kind"]): boolean =>
  healthChecks.some(({ result }) => result.kind === kind);

/** The answer tells more than what the proxy saw; that counts where nobody could ask. */
export function statusOf({ answer, healthChecks }: Diagnosis): number | undefined {
  if (answer) return answer.status;
  return healthChecks.flatMap(({ result }) => (result.kind === "status" ? [result.status] : []))[0];
}

export const pathOf = ({ asked }: Diagnosis): string => asked.proxy?.path ?? "/up";
