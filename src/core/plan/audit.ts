import { revealAudit } from "../commands/audit.ts";
import { hostsInScope } from "../config/placement.ts";
import { onEachHost } from "./each.ts";
import type { Plan } from "./plan.ts";
import type { Release } from "./release.ts";

/** Show who did what on each server. */
export const planAudit = ({ config }: Release): Plan => {
  const title = (): string => "Audit log";
  const run = () => revealAudit(config);
  return { title: title(), steps: onEachHost(hostsInScope(config), { name: "audit", stage: "answer", title, run }) };
};
