import { any, pipe, type Shell, sh, verbatim, type Word } from "../shell/sh.ts";

/** Which lines of a log are wanted. */
export interface LogQuery {
  /** A time as Docker takes it: 2013-01-02T13:23:37Z, or 42m. */
  readonly since: string | undefined;
  readonly lines: number | undefined;
  readonly grep: string | undefined;
  /** Further options of grep, as they were typed. */
  readonly grepOptions: string | undefined;
  readonly timestamps: boolean;
  readonly follow: boolean;
}

/** The log of the container whose id a command prints; nothing where it prints none. */
export const logsOf = (id: Shell, query: LogQuery): Shell =>
  matching(pipe(id, sh`xargs -r docker logs ${flagsOf(query)} 2>&1`), query);

/** The log of a container by its name. */
export const logsOfContainer = (name: string, query: LogQuery): Shell =>
  matching(sh`docker logs ${flagsOf(query)} ${name} 2>&1`, query);

/** How many lines are shown when nobody says: all that fit, where there is something to look for. */
export function tailOf({
  since,
  grep,
  lines,
  follow,
}: Pick<LogQuery, "since" | "grep" | "lines" | "follow">): number | undefined {
  if (lines !== undefined) return lines;
  if (since !== undefined || grep !== undefined) return undefined;
  return follow ? 10 : 100;
}

const flagsOf = (query: LogQuery): Word[] => {
  const tail = tailOf(query);
  return [
    query.timestamps && "--timestamps",
    query.since !== undefined && ["--since", query.since],
    tail !== undefined && ["--tail", tail],
    query.follow && "--follow",
  ];
};

/** No line that matches is no failure. */
function matching(log: Shell, { grep, grepOptions, follow }: LogQuery): Shell {
  if (grep === undefined) return log;
  const search = sh`grep ${follow && "--line-buffered"} ${grepOptions !== undefined && verbatim(grepOptions)} -e ${grep}`;
  return pipe(log, any(search, sh`[ $? -eq 1 ]`));
}
