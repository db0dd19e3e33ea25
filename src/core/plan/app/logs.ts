import { dockerAnswers } from "../../commands/docker.ts";
import { type LogQuery, logsOf } from "../../commands/logs.ts";
import { servingId } from "../../commands/running.ts";
import type { Config } from "../../config/config.ts";
import { type Placement, placements, primaryPlacement } from "../../config/placement.ts";
import { lines, type Shell, sh } from "../../shell/sh.ts";
import { type Deed, onEachRole } from "../each.ts";
import type { Plan } from "../plan.ts";
import type { Release } from "../release.ts";

/** The log of every role on every host; followed, only where that was asked for. @param container a container's id, instead of the one that serves */
export const planAppLogs =
  (query: LogQuery, container: string | undefined): ((release: Release) => Plan) =>
  ({ config }) => {
    const run = (placement: Placement): Shell =>
      lines(dockerAnswers(), logsOf(container === undefined ? servingId(placement) : sh`echo ${container}`, query));
    const title = ({ role }: Placement): string => role.name;
    const deed: Deed<Placement> = { name: "logs", stage: "answer", title, run };
    const steps = query.follow
      ? followed(config).flatMap((place) => onEachRole([place], deed))
      : onEachRole(placements(config), deed);
    return { title: "Logs of the app", steps };
  };

/** The primary place; on hosts that were named the first role of each, unless roles were named, too. */
function followed(config: Config): readonly Placement[] {
  const primary = primaryPlacement(config);
  if (!config.scope) return primary ? [primary] : [];
  const all = placements(config);
  if (config.scope.asked) return all;
  return all.filter(({ host }, index) => all.findIndex((other) => other.host === host) === index);
}
