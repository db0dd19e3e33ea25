import { hostsInScope } from "../core/config/placement.ts";
import { hookSteps } from "../core/plan/hook.ts";
import { failures } from "../core/report/failures.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import type { Engine } from "./engine.ts";
import { errandRelease, type Project } from "./project.ts";
import type { Request } from "./request.ts";

/** Run the project's pre-connect hook, where it has one, before the first connection. @throws Refusal when it fails */
export async function beforeConnecting(
  engine: Engine,
  project: Project,
  request: Request,
  verb: string,
  subcommand?: string,
): Promise<void> {
  if (!project.hooks.paths.has("pre-connect")) return;
  const release = errandRelease(project, request, { command: verb, subcommand });
  const steps = hookSteps(release, "pre-connect", { hosts: hostsInScope(project.config), locked: false });
  const outcomes = await engine.run({ title: "Before connecting", steps });
  if (hasFailed(outcomes)) throw new Refusal(failures(outcomes).map(({ reason }) => reason));
}
