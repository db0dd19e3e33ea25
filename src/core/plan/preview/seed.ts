import { writeEnvFile } from "../../commands/app.ts";
import { audit } from "../../commands/audit.ts";
import { execName, inNewContainer } from "../../commands/exec.ts";
import { limited } from "../../commands/limited.ts";
import { commandAsked } from "../../commands/suspect.ts";
import { type Placement, primaryPlacement } from "../../config/placement.ts";
import { appDirectory, imageTag } from "../../host/names.ts";
import { longTime } from "../../report/table.ts";
import { lines, type Shell, sh } from "../../shell/sh.ts";
import type { RemoteStep, StepId } from "../plan.ts";
import type { Release } from "../release.ts";
import { onHost } from "../step.ts";

/** Fill the accessories that are a preview's own and new, each by its command, in containers of the new image that are gone afterwards. */
export function seeding(release: Release, needs: readonly StepId[]): RemoteStep[] {
  const { config } = release;
  const place = primaryPlacement(config);
  if (!config.preview || !place) return [];
  return (config.landfall.preview?.own ?? []).flatMap(({ name, seed }) =>
    seed === undefined
      ? []
      : [
          {
            ...onHost(place.host, `seed-${name}`, "release", `Fill ${name}`, seedingOnce(release, place, { name, seed }), needs),
            ...{ limit: longest + grace, command: commandAsked("seed", place) },
          },
        ],
  );
}

/** Whoever is new may take a while to listen, so a command that fails is run again as long as an app may take to boot. */
function seedingOnce(
  release: Release,
  place: Placement,
  { name, seed }: { readonly name: string; readonly seed: string },
): Shell {
  const { config, version, performer, secrets, lock } = release;
  const directory = `${appDirectory(config)}/seeded`;
  const container = execName(place, version, `${lock.run.token.slice(0, 6)}-${name}`);
  const run = inNewContainer(place, { command: seed, env: {}, detach: false, image: imageTag(config, version), name: container });
  return lines(
    sh`[ ! -e ${`${directory}/${name}`} ] || { echo ${`${name} was filled before`}; exit 0; }`,
    audit(config, performer, `Executed cmd '${seed}' on app version ${version}`),
    writeEnvFile({ ...place, version }, secrets),
    limited(trying(run, config.deployTimeout), {
      ...{ container, seconds: longest },
      late: `It was stopped after ${longTime(longest)}. Does it wait for something?`,
    }),
    sh`mkdir -p ${directory}`,
    sh`touch ${`${directory}/${name}`}`,
  );
}

/** All tries together, in seconds. */
const longest = 3600;

/** How much longer than that may pass until it is stopped and gone, in seconds. */
const grace = 120;

/** A command that fails is run again for so many seconds; what it said last is what it says. */
const trying = (run: Shell, seconds: number): Shell => sh`end=$(($(date +%s) + ${seconds}))
until said=$({ ${run}
} 2>&1); do
code=$?
[ "$(date +%s)" -lt "$end" ] || { echo ${`It was tried again and again for ${seconds} s (deploy_timeout). The last time it said:`}; echo "$said"; exit $code; }
sleep 2
done
[ -z "$said" ] || echo "$said"`;
