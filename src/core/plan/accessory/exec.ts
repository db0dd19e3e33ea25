import { type AccessoryExecution, execute } from "../../commands/accessory.ts";
import { audit } from "../../commands/audit.ts";
import { accessoryPlacements } from "../../config/accessory.ts";
import { lines } from "../../shell/sh.ts";
import type { Plan } from "../plan.ts";
import type { Release } from "../release.ts";
import { accessoryCalled } from "./choice.ts";
import { loggingIn } from "./preparation.ts";
import { type AccessoryDeed, inTurn, stepOf } from "./turns.ts";

/** Run a command in a container of an accessory, on each of its hosts; one that a person types into, on the first. */
export const planAccessoryExec =
  (name: string, execution: AccessoryExecution): ((release: Release) => Plan) =>
  (release) => {
    const { command, reuse, interactive } = execution;
    const all = accessoryPlacements(release.config, [accessoryCalled(release.config, name)]);
    const places = interactive === undefined ? all : all.slice(0, 1);
    const logins = reuse ? [] : places.flatMap((place) => loggingIn(release, place.host, [place]));
    const steps = places.map((place) => stepOf(release, place, executing(execution)));
    return { title: `Run ${command}`, steps: inTurn([...logins, ...steps]) };
  };

const executing = (execution: AccessoryExecution): AccessoryDeed => ({
  ...{ name: "exec", stage: "answer", title: (name) => name },
  run: ({ performer }, place) =>
    lines(
      // Kamal records none that a person types into.
      execution.interactive === undefined &&
        audit(place.config, performer, `Executed cmd '${execution.command}' on ${place.accessory.name} accessory`),
      execute(place, execution),
    ),
});
