import type { Command } from "commander";
import * as removal from "../../core/plan/proxy/removal.ts";
import { addErrand } from "../errand.ts";
import type { FrontEnd } from "../front-end.ts";

/** Commands that take the proxy away. */
export function addProxyRemoval(proxy: Command, frontEnd: FrontEnd): void {
  addErrand<{ readonly force?: true }>(proxy, frontEnd, {
    ...{ usage: "remove", description: "Stop the proxy and take its container and image away", locks: true },
    plan: ({ force }) => removal.planProxyRemove({ force: force ?? false }),
  }).option("--force", "even while apps are installed");
  // Kamal has the parts of `remove` as commands of their own.
  const part = { description: "A part of remove", locks: true, hidden: true } as const;
  addErrand(proxy, frontEnd, { ...part, usage: "remove_container", plan: () => removal.planProxyRemoveContainer });
  addErrand(proxy, frontEnd, { ...part, usage: "remove_image", plan: () => removal.planProxyRemoveImage });
  addErrand(proxy, frontEnd, { ...part, usage: "remove_proxy_directory", plan: () => removal.planProxyRemoveDirectory });
}
