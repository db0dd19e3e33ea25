import { visits } from "../../commands/visits.ts";
import type { LivePreview } from "../../host/previews.ts";
import { readVisits, type Visits } from "../../preview/visits.ts";
import { isRemote, type Outcome, type Plan } from "../plan.ts";
import type { Release } from "../release.ts";
import { onHost } from "../step.ts";

/** Ask the proxies who was asked for in so many seconds, of these. Changes nothing. */
export function planVisits(
  { config }: Pick<Release, "config">,
  { previews, seconds }: { readonly previews: readonly LivePreview[]; readonly seconds: number },
): Plan {
  const hosts = [...new Set(previews.flatMap((each) => each.hosts))];
  const steps = hosts.map((host) => {
    const addresses = previews.filter((each) => each.hosts.includes(host)).flatMap(({ address }) => address ?? []);
    return onHost(host, "visits", "check", "Look whom visitors ask for", visits(config, addresses, seconds));
  });
  return { title: "Look which previews are in use", steps };
}

/** What came of that, by host; a server that could not be asked is missing. */
export const visitsFrom = (outcomes: readonly Outcome[]): ReadonlyMap<string, Visits> =>
  new Map(
    outcomes.flatMap(({ step, status, output }) =>
      isRemote(step) && status === "succeeded" ? [[step.host, readVisits(output)] as const] : [],
    ),
  );
