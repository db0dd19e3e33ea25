import type { Call } from "./call.ts";
import { Engine } from "./engine.ts";
import { beforeConnecting } from "./hooks.ts";
import type { Project } from "./project.ts";

/** What a hook is told of the command that connects. */
export interface CommandNames {
  readonly verb: string;
  readonly subcommand?: string | undefined;
}

/**
 * Work with connections that are closed after it, however it ends. The project's pre-connect hook runs before it, unless it is not to.
 * @param names undefined: the hook has run, or nothing is going to connect
 * @throws Refusal when the hook fails; whatever the work throws
 */
export async function connected<Found>(
  project: Project,
  call: Call,
  names: CommandNames | undefined,
  work: (engine: Engine) => Promise<Found>,
): Promise<Found> {
  const engine = await Engine.start(project, call);
  try {
    if (names) await beforeConnecting(engine, project, call.request, names.verb, names.subcommand);
    return await work(engine);
  } finally {
    await engine.close();
  }
}
