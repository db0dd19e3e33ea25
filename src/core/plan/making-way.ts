import * as app from "../commands/app.ts";
import { audit } from "../commands/audit.ts";
import { abbreviated } from "../config/names.ts";
import { type AppContainer, containerName } from "../host/names.ts";
import { all, any, capture, lines, type Shell, sh } from "../shell/sh.ts";
import type { RemoteStep } from "./plan.ts";
import type { Release } from "./release.ts";
import { onRole } from "./step.ts";

/** How a container makes way for a new one of its version, which is to have its name. */
export interface MakingWay {
  /** The old one is called as Kamal calls it then. */
  readonly move: RemoteStep;
  /** It gets its name back; the new one keeps its logs under another. Nothing is done where it was not moved. */
  readonly restore: Shell;
}

export function makingWay({ config, performer, lock }: Release, next: AppContainer): MakingWay {
  const name = containerName(next);
  const [aside, failed] = [`_replaced_${lock.run.token}`, `_failed_${lock.run.token}`];
  const saying = (from: string, to: string): Shell =>
    audit(config, performer, `Renaming container ${next.version}${from} to ${next.version}${to}`, next.role.name);
  const title = `Move ${abbreviated(next.version)} aside`;
  const moving = all(saying("", aside), app.rename(name, `${name}${aside}`));
  const restore = lines(
    sh`moved=${capture(app.containerId(`${name}${aside}`))}`,
    sh`[ "$moved" ] || exit 0`,
    sh`new=${capture(app.containerId(name))}`,
    sh`[ -z "$new" ] || ${app.rename(name, `${name}${failed}`)}`,
    app.rename(`${name}${aside}`, name),
    any(saying(aside, ""), sh`true`),
  );
  return { move: onRole(next, "move", "boot", title, moving), restore };
}
