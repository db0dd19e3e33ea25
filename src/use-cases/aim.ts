import { withoutDocker } from "../core/plan/prepare.ts";
import type { FactsByHost } from "../core/plan/release.ts";
import { isVague, type Wish, wishedVersion } from "../core/plan/rollback.ts";
import { refuseFor } from "../core/report/refusal.ts";
import type { Call } from "./call.ts";
import { connected } from "./connected.ts";
import { lookPast } from "./facts.ts";
import type { Project } from "./project.ts";
import type { Request } from "./request.ts";
import type { Verb } from "./verbs.ts";

/** A request whose version is known. */
export interface Aim {
  readonly request: Request;
  /** What servers said of themselves, where they had to be asked for it. */
  readonly facts: FactsByHost | undefined;
}

/**
 * The version that a rollback is to, found out from the servers where it is not named in full. Changes nothing.
 * @param facts what is known of the servers already
 * @throws Refusal when there is no such version
 */
export async function aimOf(verb: Verb, project: Project, call: Call, facts: FactsByHost | undefined): Promise<Aim> {
  const { request, watcher } = call;
  if (verb.name !== "rollback") return { request, facts };
  const wish: Wish = request.version ?? "previous";
  if (!isVague(wish)) return { request, facts };
  const known = facts ?? (await connected(project, call, { verb: verb.name }, (engine) => lookPast(engine, project)));
  refuseFor(withoutDocker([...known.values()]));
  const version = wishedVersion(wish, project.config, known);
  if (version !== wish) watcher.note(`${wish} is ${version}`);
  return { request: { ...request, version }, facts: known };
}
