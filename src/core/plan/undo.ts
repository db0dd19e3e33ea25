import * as app from "../commands/app.ts";
import { containerName } from "../host/names.ts";
import { engineOf } from "../proxies/engine.ts";
import { any, sh } from "../shell/sh.ts";
import type { CleanUp, RemoteStep, StepId } from "./plan.ts";
import type { Release } from "./release.ts";
import { type Replacement, step } from "./rollout.ts";

/** For every role on every host, how to go back to what it served: the old containers still run, so going back is a flip. */
export function planUndo(release: Release, replacements: readonly Replacement[], everywhere: readonly StepId[]): RemoteStep[] {
  return replacements.flatMap((replacement) => undoing(release, replacement, everywhere));
}

function undoing({ version }: Release, replacement: Replacement, everywhere: readonly StepId[]): RemoteStep[] {
  const { role, next, old, booted, healthy } = replacement;
  const name = containerName(next);
  const [before] = old;
  const engine = engineOf(next.config);
  const back = before ? engine.flip(next, before.id) : any(engine.remove(next), sh`true`);
  const onlyIfFailed = everywhere;
  const explain = cleanUp("explain", `Ask why ${role.name} failed`, app.explain(name), {
    ...{ after: [healthy], onlyIfFailed: [booted, healthy] },
    undoes: { step: booted, ended: ["succeeded", "failed"] },
  });
  const flipBack = cleanUp("return", `Send ${role.name} traffic back to the old version`, back, {
    ...{ after: everywhere, onlyIfFailed },
    undoes: { step: healthy, ended: ["succeeded", "cancelled"] },
  });
  const returns = role.proxy ? [flipBack] : [];
  const stop = cleanUp("stop", `Stop the new ${role.name} (${version})`, app.stop(name, app.stopTimeout(next)), {
    ...{ after: [...everywhere, explain.id, ...returns.map(({ id }) => id)], onlyIfFailed },
    undoes: { step: booted, ended: ["succeeded", "failed", "cancelled"] },
  });
  return [explain, ...returns, stop];

  function cleanUp(id: string, title: string, command: RemoteStep["run"], cleansUp: CleanUp): RemoteStep {
    return { ...step(replacement, id, "undo", title, command, []), cleansUp };
  }
}
