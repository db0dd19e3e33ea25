import { audit } from "../../commands/audit.ts";
import * as proxy from "../../commands/proxy.ts";
import type { Host } from "../../config/names.ts";
import { proxyHosts } from "../../config/placement.ts";
import { engineOf } from "../../proxies/engine.ts";
import { lines } from "../../shell/sh.ts";
import { loggingIn } from "../login.ts";
import type { Plan, RemoteStep, StepId } from "../plan.ts";
import type { Release } from "../release.ts";
import { idsOf, onHost } from "../step.ts";
import { betweenHooks } from "./group.ts";

/**
 * Make the proxy's container anew, as the file says now; its routes stay. On all servers at once, or on one after the other if it is to
 * be rolling. Where the new one does not answer, the old one is started again.
 */
export const planProxyReboot =
  ({ rolling }: { readonly rolling: boolean }): ((release: Release) => Plan) =>
  (release) => {
    const hosts = proxyHosts(release.config);
    const groups = rolling ? hosts.map((host) => [host]) : [hosts];
    const treat = (group: readonly Host[], needs: readonly StepId[]) => group.flatMap((host) => rebooting(release, host, needs));
    return { title: "Reboot the proxy", steps: betweenHooks(release, groups, treat) };
  };

/** The right to pull comes first: the image may have to be fetched. */
function rebooting(release: Release, host: Host, needs: readonly StepId[]): RemoteStep[] {
  const { config, performer } = release;
  const engine = engineOf(config);
  const login = loggingIn(release, host, needs);
  const run = lines(audit(config, performer, "Rebooted proxy"), proxy.replace(engine, config, host));
  const reboot = onHost(host, "reboot", "act", `Reboot ${engine.container}`, run, login.length > 0 ? idsOf(login) : needs);
  return [...login, reboot, goingBack(release, reboot)];
}

function goingBack({ config }: Release, { id, host }: RemoteStep): RemoteStep {
  const engine = engineOf(config);
  const back = onHost(host, "restore", "undo", `Start the old ${engine.container} again`, proxy.restore(engine));
  return { ...back, cleansUp: { after: [id], onlyIfFailed: [id], onlyIfEnded: [{ step: id, as: ["failed", "interrupted"] }] } };
}
