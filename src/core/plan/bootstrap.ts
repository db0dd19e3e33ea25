import { installDocker } from "../commands/server.ts";
import { hostsInScope } from "../config/placement.ts";
import { Refusal } from "../report/refusal.ts";
import { onEachHost } from "./each.ts";
import { hookSteps } from "./hook.ts";
import type { Plan } from "./plan.ts";
import { withoutDocker } from "./prepare.ts";
import type { FactsByHost, Release } from "./release.ts";
import { idsOf } from "./step.ts";

/** Install Docker where there is none; then the project's docker-setup hook has its turn. @throws Refusal where Docker is there and does not answer */
export function planBootstrap(release: Release, facts: FactsByHost): Plan {
  const mute = withoutDocker([...facts.values()].filter(({ dockerInstalled }) => dockerInstalled));
  if (mute.length > 0) throw new Refusal(mute);
  const bare = [...facts.values()].flatMap(({ host, dockerInstalled }) => (dockerInstalled ? [] : [host]));
  const title = (): string => "Install Docker";
  const installs = onEachHost(bare, { name: "bootstrap", stage: "act", title, run: installDocker });
  const moment = { hosts: hostsInScope(release.config), locked: false };
  return { title: title(), steps: [...installs, ...hookSteps(release, "docker-setup", moment, { needs: idsOf(installs) })] };
}
