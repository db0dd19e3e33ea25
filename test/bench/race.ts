import type { Case } from "./case.ts";
import { contenders, type Name } from "./contender.ts";
import { type Field, fieldsOf } from "./field.ts";
import type { Ground } from "./ground.ts";
import type { Round } from "./result.ts";
import { type Time, take } from "./turn.ts";

export interface Race {
  readonly cases: readonly Case[];
  readonly rounds: number;
  readonly interrupted: AbortSignal;
  /** What goes on, a line each. */
  readonly say: (text: string) => void;
}

/** Lets the contenders take turns, so that what slows the machine down slows all of them. @throws Error when a deploy fails */
export async function* race(
  ground: Ground,
  { cases, rounds, interrupted, say }: Race,
): AsyncGenerator<readonly [Case, readonly Round[]]> {
  const fieldFor = fieldsOf(ground);
  const everywhere = { name: "warm-up", servers: ground.lab.servers.length, roundTripMs: 0 };
  say(
    `Seconds by: ${Object.values(contenders)
      .map(({ title }) => title)
      .join(", ")}`,
  );
  say(lineOf(everywhere, await runRound(await fieldFor(everywhere), interrupted)));
  for (const on of cases) {
    const field = await fieldFor(on);
    const done: Round[] = [];
    while (done.length < rounds) {
      const round = await runRound(field, interrupted);
      done.push(round);
      say(lineOf(on, round));
    }
    yield [on, done];
  }
}

async function runRound(field: Field, interrupted: AbortSignal): Promise<Round> {
  const turn = (name: Name): Promise<Time> => {
    interrupted.throwIfAborted();
    return take(contenders[name], field);
  };
  return { landfall: await turn("landfall"), script: await turn("script"), kamalTrace: await turn("kamalTrace") };
}

const lineOf = ({ name }: Case, { landfall, script, kamalTrace }: Round): string =>
  `${name.padEnd(8)} ${[landfall, script, kamalTrace].map(({ seconds }) => seconds.toFixed(2)).join("  ")}`;
