import { type BootConfig, bootConfig, resetBootConfig, setBootConfig } from "../../commands/boot-config.ts";
import type { Config } from "../../config/config.ts";
import { proxyHosts } from "../../config/placement.ts";
import { Refusal } from "../../report/refusal.ts";
import type { Shell } from "../../shell/sh.ts";
import { onEachHost } from "../each.ts";
import type { Plan } from "../plan.ts";
import type { Release } from "../release.ts";

/** Say in files on the servers how kamal-proxy starts the next time that its container is made. */
export const planBootConfigSet =
  (settings: BootConfig): ((release: Release) => Plan) =>
  ({ config }) =>
    onEachProxy(config, "act", "Set the proxy's boot config", setBootConfig(settings));

/** Show what the files on the servers say. */
export const planBootConfigGet = ({ config }: Release): Plan =>
  onEachProxy(config, "answer", "Boot config of the proxy", bootConfig());

/** Go back to the usual. */
export const planBootConfigReset = ({ config }: Release): Plan =>
  onEachProxy(config, "act", "Reset the proxy's boot config", resetBootConfig());

/** @throws Refusal for another engine than kamal-proxy: no file on the server says how that starts */
function onEachProxy(config: Config, stage: "act" | "answer", title: string, run: Shell): Plan {
  const { engine } = config.landfall;
  if (engine !== "kamal-proxy")
    throw new Refusal([`boot_config is kamal-proxy's. How ${engine} starts is set in deploy.yml, under proxy/run`]);
  const steps = onEachHost(proxyHosts(config), { name: "boot-config", stage, title: () => title, run: () => run });
  return { title, steps };
}
