import { anotherApp } from "../e2e/project.ts";
import type { Lab } from "../lab/lab.ts";
import type { LoadResult } from "../load/result.ts";
import { landfall, type Run, type Stage } from "./landfall.ts";
import { answers, CONNECTIONS, startTraffic } from "./traffic.ts";

/** What was seen, as far as it went. */
export interface Story {
  /** The two deploys and the rollback; a run that failed is the last one. */
  readonly runs: readonly Run[];
  /** The commits that were to be served, the first one twice. */
  readonly versions: readonly string[];
  /** One for each server; none when there was nothing to ask for. */
  readonly loads: readonly LoadResult[];
  /** What each server answered at the end. */
  readonly serving: readonly string[];
}

/** Deploys the sample app; then, under traffic, deploys it with a change and rolls that back. */
export async function play(lab: Lab, stage: Stage): Promise<Story> {
  const { project, screen } = stage;
  screen.heading("First deploy");
  const first = await project.commit({});
  const opening = await landfall(stage, ["deploy"]);
  if (!opening.succeeded) return { runs: [opening], versions: [first], loads: [], serving: [] };

  screen.heading(`Traffic: ${CONNECTIONS} connections`);
  screen.line("They ask without a rest until the end. Every answer but 200 is a failure; nothing is tried twice.");
  await using traffic = startTraffic(lab.servers);
  const { runs, version } = await changeAndBack(stage, first);
  const serving = await answers(lab.servers);
  return { runs: [opening, ...runs], versions: [first, version], serving, loads: await traffic.stop() };
}

async function changeAndBack(stage: Stage, first: string): Promise<{ readonly runs: readonly Run[]; readonly version: string }> {
  const { project, screen } = stage;
  screen.heading("Second deploy, under traffic");
  screen.aside("$ git commit --all");
  const version = await project.commit(await anotherApp("one more line"));
  const deploy = await landfall(stage, ["deploy"]);
  if (!deploy.succeeded) return { runs: [deploy], version };

  screen.heading("Roll back, under traffic");
  return { runs: [deploy, await landfall(stage, ["rollback", first])], version };
}
