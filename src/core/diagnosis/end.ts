/** A thing that Docker remembers of a container: that its program ended, or that the kernel killed something in it for want of memory. */
export interface End {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly exitCode: number | undefined;
  readonly oom: boolean;
}

/** From lines such as `die 1795281052521929557 137` and `oom 1795281052521929557 <no value>`; times are nanoseconds since 1970. */
export const readEnds = (lines: readonly string[]): End[] =>
  lines.flatMap((line) => {
    const [, event, time, exitCode] = /^(die|oom) (\d{19}) (\d{1,3}|<no value>)$/.exec(line) ?? [];
    if (event === undefined) return [];
    return [{ at: Number(time?.slice(0, 13)), exitCode: event === "die" ? Number(exitCode) : undefined, oom: event === "oom" }];
  });

/** Of a program that ends and is started again and again, the lines of its last whole run and what came after. */
export function linesOfLastRun(lines: readonly string[], ends: readonly End[]): readonly string[] {
  const [before] = ends.filter(({ oom }) => !oom).slice(-2, -1);
  return before ? lines.filter((line) => !(Date.parse(line.slice(0, line.indexOf(" "))) <= before.at)) : lines;
}
