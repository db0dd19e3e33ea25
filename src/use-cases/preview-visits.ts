import { planVisits, visitsFrom } from "../core/plan/preview/visits.ts";
import type { Attended, Upkeep } from "../core/preview/upkeep.ts";
import { whyAwake } from "../core/preview/visits.ts";
import type { Call } from "./call.ts";
import type { Errand } from "./errand.ts";
import type { Previews } from "./preview.ts";
import { runErrand } from "./run-errand.ts";

/** What is due once the proxies are asked who is in use: that does not sleep. @throws as runErrand does */
export async function withoutUsed(
  due: readonly Upkeep[],
  { settings: { sleepAfter: seconds }, previews }: Pick<Previews, "settings" | "previews">,
  call: Call,
): Promise<(Upkeep | Attended)[]> {
  const tired = previews.filter(({ number }) => due.some((each) => each.number === number && each.deed === "sleep"));
  if (seconds === undefined || tired.length === 0) return [...due];
  const asking: Errand = {
    ...{ command: "preview", subcommand: "prune", lock: false },
    plan: (release) => planVisits(release, { previews: tired, seconds }),
  };
  const visits = visitsFrom((await runErrand(asking, call)).outcomes);
  return due.map((each) => {
    const preview = tired.find(({ number }) => number === each.number);
    const reason = preview && whyAwake(preview, visits, seconds);
    return reason === undefined ? each : { number: each.number, result: "left", reason };
  });
}
