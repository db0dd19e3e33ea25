import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { duration } from "../../src/core/report/table.ts";
import { createProject } from "../e2e/project.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { engines } from "./engines.ts";
import type { Options } from "./options.ts";
import { problemsOf, type Result, resultOf, rowsOf } from "./result.ts";
import type { Screen } from "./screen.ts";
import { play } from "./story.ts";
import { showTour } from "./tour.ts";

const NAME = "demo";
const LAB_PROGRAM = join(import.meta.dirname, "../lab/cli.ts");

interface Ending {
  readonly result: Result;
  readonly problems: readonly string[];
}

/** Starts a lab, plays the story in it, shows the result and takes the lab down, unless it is to stay. Throws when interrupted. */
export async function show(options: Options, screen: Screen, interrupted: AbortSignal): Promise<Ending> {
  let stays = false;
  try {
    const lab = await openLab(options, screen);
    const project = await createProject(lab, { settings: engines[options.engine].settings });
    const story = await play(lab, { project, screen, interrupted });
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

async function openLab({ engine }: Options, screen: Screen): Promise<Lab> {
  screen.heading("Starting two servers and a registry, in containers on this machine");
  screen.aside("The first time, their images are built: that takes minutes.");
  const startedAt = performance.now();
  const tag = await engines[engine].image();
  const lab = await startLab({ name: NAME, servers: 2, registry: true });
  // Servers of a lab reach nothing but their registry, so the proxy's image is brought to them.
  await Promise.all(lab.servers.map((server) => server.addImage(tag)));
  screen.heading(`Two servers and a registry are up (${duration(performance.now() - startedAt)})`);
  for (const { name, address } of lab.servers) screen.line(`${name}  ${address}`);
  screen.line(`registry  ${lab.registry.address}`);
  screen.line(`In front of the app on each server: ${engine}`);
  return lab;
}

async function takeDown(screen: Screen): Promise<void> {
  // Detached, for whoever is in a hurry: one more Ctrl-C in the terminal would end the Docker commands that clean up.
  const child = spawn(process.execPath, [LAB_PROGRAM, "down", NAME], { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  const [[exitCode], errors] = await Promise.all([once(child, "close"), text(child.stderr)]);
  if (exitCode !== 0) throw new Error(`Something of the lab is left, see: node test/lab/cli.ts ps\n${errors.trim()}`);
  screen.heading("Nothing of it is left running.");
}
