import { type LogQuery, logsOfContainer } from "../../commands/logs.ts";
import { accessoryPlacements } from "../../config/accessory.ts";
import type { Plan } from "../plan.ts";
import type { Release } from "../release.ts";
import { accessoryCalled } from "./choice.ts";
import { type AccessoryDeed, stepOf } from "./turns.ts";

/** The log of an accessory on each of its hosts; followed on the first of them, or on those that were named. */
export const planAccessoryLogs =
  (name: string, query: LogQuery): ((release: Release) => Plan) =>
  (release) => {
    const places = accessoryPlacements(release.config, [accessoryCalled(release.config, name)]);
    const shown = query.follow && !release.config.scope ? places.slice(0, 1) : places;
    return { title: `Logs of ${name}`, steps: shown.map((place) => stepOf(release, place, showing(query))) };
  };

const showing = (query: LogQuery): AccessoryDeed => ({
  ...{ name: "logs", stage: "answer", title: (name) => name },
  run: (_, { accessory: { service } }) => logsOfContainer(service, query),
});
