import { createProject } from "../e2e/project.ts";
import { engines } from "./engines.ts";
import type { Options } from "./options.ts";
import { problemsOf, type Result, resultOf, rowsOf } from "./result.ts";
import type { Screen } from "./screen.ts";
import { openLab, takeDown } from "./servers.ts";
import { play } from "./story.ts";
import { showTour } from "./tour.ts";

interface Ending {
  readonly result: Result;
  readonly problems: readonly string[];
}

/** Starts a lab, plays the story in it, shows the result and takes the lab down, unless it is to stay. Throws when interrupted. */
export async function show(options: Options, screen: Screen, interrupted: AbortSignal): Promise<Ending> {
  let stays = false;
  try {
    const lab = await openLab(options.engine, screen);
    const project = await createProject(lab, { settings: engines[options.engine].settings });
    const story = await play(lab, { project, screen, interrupted });
    interrupted.throwIfAborted();
    const result = resultOf(story, { engine: options.engine, hosts: lab.servers.length });
    const problems = problemsOf(story, result);
    screen.heading("Result");
    for (const [name, value] of rowsOf(story, result)) screen.line(`${name.padEnd(22)}${value}`);
    for (const problem of problems) screen.line(`✗ ${problem}`);
    if (options.keep) await showTour(screen, lab, project);
    stays = options.keep;
    return { result, problems };
  } finally {
    if (!stays) await takeDown(screen);
  }
}
