import { about, isOwnImage, sharedKey } from "./asked.ts";
import type { Cause } from "./cause.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { fileReadings } from "./file-causes.ts";
import { missingVariable } from "./missing-variable.ts";
import { networkReadings } from "./network-causes.ts";
import { firstOf, type LineReading } from "./reading.ts";

/** What the container's own last lines tell, the newest first of each sort. */
export function logCauses(diagnosis: Diagnosis): Cause[] {
  const newestFirst = diagnosis.lastLines.toReversed();
  return readings.flatMap((reading) => firstOf(newestFirst, (line) => reading(line, diagnosis)) ?? []);
}

const unset: LineReading = (line, { asked }) => {
  const name = missingVariable(line);
  if (name === undefined) return undefined;
  const key = sharedKey(asked, "env");
  return {
    what: about(asked, `misses ${name} in its environment`),
    remedy: `Give it under ${key}.clear or ${key}.secret in deploy.yml`,
  };
};

const forbiddenPort: LineReading = (line, { asked }) =>
  /bind.*permission denied|permission denied.*bind|EACCES: permission denied \S+:\d+/i.test(line)
    ? {
        what: `The user whom the ${asked.noun} runs as may not listen on so low a port`,
        remedy: `Have it listen on a port above 1023, and set ${asked.proxyKey}.app_port in deploy.yml to it`,
      }
    : undefined;

const usedPort: LineReading = (line) =>
  /EADDRINUSE|address already in use/i.test(line)
    ? {
        what: "Two programs in the container want the same port",
        remedy: "Look at PORT in env in deploy.yml, and at what the image starts",
      }
    : undefined;

const missingLibrary: LineReading = (line, { asked }) => {
  const [, ...names] =
    /(?:Cannot find (?:module|package) |No module named |cannot load such file -- |Could not find gem )['"]?([\w@./-]{1,100})|Could not find (\S{1,100}) in (?:locally installed gems|any of the sources)/.exec(
      line,
    ) ?? [];
  const name = names.find((part) => part !== undefined);
  if (name === undefined || !isOwnImage(asked)) return undefined;
  return {
    what: `The image lacks ${name}`,
    remedy: "Have the Dockerfile install it; builder.target in deploy.yml names the stage that is built",
  };
};

const readings: readonly LineReading[] = [
  ...[unset, ...networkReadings],
  ...[...fileReadings, forbiddenPort, usedPort, missingLibrary],
];
