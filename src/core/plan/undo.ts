import * as app from "../commands/app.ts";
import { diagnose } from "../commands/diagnosis.ts";
import { appSuspect } from "../commands/suspect.ts";
import type { Host } from "../config/names.ts";
import { engineOf, routeOf } from "../proxies/engine.ts";
import { any, type Shell, sh } from "../shell/sh.ts";
import type { CleanUp, RemoteStep, Status, StepId } from "./plan.ts";
import type { Replacement } from "./replacement.ts";
import { onRole } from "./step.ts";

/**
 * For every role on every host, how to go back to what it served: the old containers still run, so going back is a flip.
 * @param stays a host goes back unless all of these succeed
 * @param givenUp the step that fails where all stay with the new version although something failed here
 */
export function planUndo(
  replacements: readonly Replacement[],
  stays: (host: Host) => readonly StepId[],
  givenUp?: StepId | undefined,
): RemoteStep[] {
  const unlessKept: Undoing["unlessKept"] = givenUp === undefined ? [] : [{ step: givenUp, as: allowed }];
  return replacements.flatMap((replacement) => {
    const undoing = { stays: stays(replacement.host), unlessKept };
    const explain = explaining(replacement);
    const back = replacement.role.proxy ? [returning(replacement, undoing)] : [];
    const stop = stopping(replacement, undoing, { explain, back });
    const hold = back.map((returned) => holding(replacement, returned, stop));
    return [explain, ...back, stop, ...hold, ...restoring(replacement, undoing, { stop, back })];
  });
}

interface Undoing {
  readonly stays: readonly StepId[];
  readonly unlessKept: NonNullable<CleanUp["onlyIfEnded"]>;
}

/** Where nobody could be asked, nobody can have decided to stay. */
const allowed: readonly Status[] = ["succeeded", "interrupted", "skipped"];

/** While the failed container still runs. */
function explaining(replacement: Replacement): RemoteStep {
  const { role, next, booted, healthy } = replacement;
  return cleanUp(replacement, "explain", `Ask why ${role.name} failed`, diagnose(appSuspect(next)), {
    after: [healthy],
    onlyIfEnded: [
      { step: booted, as: ["succeeded", "failed"] },
      { step: healthy, as: ["failed", "skipped"] },
    ],
  });
}

/** A flip that failed has changed nothing: the proxy switches only to what is healthy. */
function returning(replacement: Replacement, { stays, unlessKept }: Undoing): RemoteStep {
  const { role, next, serving, healthy } = replacement;
  const engine = engineOf(next.config);
  const back = serving ? engine.flip(routeOf(next), serving.id) : any(engine.remove(routeOf(next)), sh`true`);
  return cleanUp(replacement, "return", `Send ${role.name} traffic back to the old version`, back, {
    after: stays,
    onlyIfFailed: stays,
    onlyIfEnded: [{ step: healthy, as: ["succeeded", "interrupted"] }, ...unlessKept],
  });
}

/** Last, and not at all where traffic could not be sent back: there the new container may be the one that serves. */
function stopping(
  replacement: Replacement,
  { stays, unlessKept }: Undoing,
  { explain, back }: { readonly explain: RemoteStep; readonly back: readonly RemoteStep[] },
): RemoteStep {
  const { role, next, old, way, booted } = replacement;
  // Where nobody knows whether the old one made way, it may still have the name.
  const stop = app.stop(next, way ? old.map(({ id }) => id) : []);
  return cleanUp(replacement, "stop", `Stop the new ${role.name}`, stop, {
    after: [...stays, explain.id],
    onlyIfFailed: stays,
    onlyIfEnded: [
      { step: booted, as: ["succeeded", "failed", "interrupted"] },
      ...back.map(({ id }) => ({ step: id, as: settled })),
      ...unlessKept,
    ],
  });
}

/**
 * A flip that was cut short may come through after all, as `docker exec` does not end with its client: not any more once the new
 * container is gone, and what came through until then is sent back now.
 */
function holding(replacement: Replacement, returned: RemoteStep, stop: RemoteStep): RemoteStep {
  const title = `Make sure that the old ${replacement.role.name} has the traffic`;
  return cleanUp(replacement, "hold", title, returned.run, {
    after: [stop.id],
    onlyIfEnded: [
      { step: replacement.healthy, as: ["interrupted"] },
      { step: returned.id, as: ["succeeded"] },
      { step: stop.id, as: ["succeeded"] },
    ],
  });
}

/** What serves again is called what it was called, as others look for it by name. */
function restoring(
  replacement: Replacement,
  { stays, unlessKept }: Undoing,
  { stop, back }: { readonly stop: RemoteStep; readonly back: readonly RemoteStep[] },
): RemoteStep[] {
  const { role, way } = replacement;
  if (!way) return [];
  const title = `Give the old ${role.name} its name back`;
  const cleansUp: CleanUp = {
    after: [...stays, stop.id],
    onlyIfFailed: stays,
    onlyIfEnded: [
      { step: way.move.id, as: ["succeeded", "interrupted"] },
      ...back.map(({ id }) => ({ step: id, as: settled })),
      ...unlessKept,
    ],
  };
  return [cleanUp(replacement, "restore", title, way.restore, cleansUp)];
}

const settled: readonly Status[] = ["succeeded", "skipped"];

const cleanUp = (replacement: Replacement, id: string, title: string, run: Shell, cleansUp: CleanUp): RemoteStep => ({
  ...onRole(replacement, id, "undo", title, run, []),
  cleansUp,
});
