import { anotherApp } from "../e2e/project.ts";
import type { Contender } from "./contender.ts";
import type { Field, Target } from "./field.ts";
import { sessionsOn } from "./sessions.ts";

/** One deploy: a new version is committed, and waits to be served. */
export interface Turn extends Field {
  readonly version: string;
  /** What is served now. */
  readonly before: string;
}

export interface Time {
  readonly seconds: number;
  /** SSH sessions on the server that saw most. */
  readonly execs: number;
}

let count = 0;

/** Times one deploy. @throws Error when it fails, or a server does not serve the new version after it */
export async function take({ title, deploy }: Contender, field: Field): Promise<Time> {
  const { project, targets } = field;
  const [before = ""] = await Promise.all(targets.map(served));
  const version = await project.commit(await anotherApp(`turn ${++count}`));
  const sessions = await Promise.all(targets.map(({ server }) => sessionsOn(server)));
  const startedAt = performance.now();
  await deploy({ ...field, version, before });
  const seconds = (performance.now() - startedAt) / 1000;
  for (const target of targets) {
    const answer = await served(target);
    if (answer !== version) throw new Error(`After a deploy of ${version} by ${title}, ${target.host} serves ${answer}`);
  }
  const after = await Promise.all(targets.map(({ server }) => sessionsOn(server)));
  return { seconds, execs: Math.max(...after.map((total, index) => total - (sessions[index] ?? 0))) };
}

/** What the app's page says, its version; "nothing" when there is none. */
async function served({ server }: Target): Promise<string> {
  const page = await fetch(server.url).then(
    (answer) => answer.text(),
    () => "nothing",
  );
  return page.trim();
}
