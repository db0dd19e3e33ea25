import { appHosts } from "../core/config/placement.ts";
import { factsFrom, planLook } from "../core/plan/look.ts";
import type { FactsByHost } from "../core/plan/release.ts";
import { failures, located } from "../core/report/failures.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed } from "../core/report/report.ts";
import type { Call } from "./call.ts";
import { Engine } from "./engine.ts";
import { beforeConnecting } from "./hooks.ts";
import { loadProject, type Project } from "./project.ts";

/** What each server says of itself. @param command as hooks are told @throws Refusal when one cannot be asked */
export async function lookAtServers(
  call: Call,
  command: string,
  subcommand?: string,
): Promise<{ readonly project: Project; readonly facts: FactsByHost }> {
  const project = await loadProject(call);
  const engine = await Engine.start(project, call);
  try {
    await beforeConnecting(engine, project, call.request, command, subcommand);
    return { project, facts: await lookWith(engine, project) };
  } finally {
    await engine.close();
  }
}

/** @throws Refusal when a server cannot be asked */
export async function lookWith(engine: Engine, { config }: Project, hosts = appHosts(config)): Promise<FactsByHost> {
  const outcomes = await engine.run(planLook(config, hosts));
  if (hasFailed(outcomes)) throw new Refusal(failures(outcomes).map(located));
  return factsFrom(outcomes);
}
