import { audit } from "../../commands/audit.ts";
import { type Execution, execName, inContainer, inNewContainer } from "../../commands/exec.ts";
import { servingName, versions } from "../../commands/running.ts";
import type { Version } from "../../config/names.ts";
import { appHosts, type Placement, placements, primaryPlacement } from "../../config/placement.ts";
import { containerName, imageTag, latestImage, latestTag } from "../../host/names.ts";
import { capture, lines, pipe, type Shell, sh } from "../../shell/sh.ts";
import { onEachRole } from "../each.ts";
import { loggingIn } from "../login.ts";
import type { Plan } from "../plan.ts";
import type { Release } from "../release.ts";
import { idsOf } from "../step.ts";

export interface AppExecution extends Execution {
  /** The version that was asked for; undefined: the latest, or the one that serves. */
  readonly version: Version | undefined;
  /** In the container that serves instead of a new one. */
  readonly reuse: boolean;
  readonly detach: boolean;
}

/** Run a command in a container of every role, on every host; one that a person types into, in the primary place. */
export function planAppExec(execution: AppExecution): (release: Release) => Plan {
  const { command, reuse, interactive } = execution;
  return (release) => {
    const { config } = release;
    const places = interactive === undefined ? placements(config) : [primaryPlacement(config) ?? []].flat();
    const hosts = interactive === undefined ? appHosts(config) : places.map(({ host }) => host);
    const logins = reuse ? [] : hosts.flatMap((host) => loggingIn(release, host, []));
    // Kamal keeps no record of what a person types.
    const make = interactive === undefined ? recorded : executing;
    const run = (placement: Placement): Shell => make(placement, execution, release);
    const title = ({ role }: Placement): string => role.name;
    const steps = onEachRole(places, { name: "exec", stage: "answer", title, run, needs: idsOf(logins) });
    return { title: `Run ${command}`, steps: [...logins, ...steps] };
  };
}

/** The command itself, in the container that serves or in a new one. */
function executing(placement: Placement, execution: AppExecution, { config, lock }: Release): Shell {
  const { reuse, version } = execution;
  if (!reuse) {
    const tag = version ?? latestTag(config);
    const image = version === undefined ? latestImage(config) : imageTag(config, version);
    const name = execName(placement, tag, lock.run.token.slice(0, 6));
    return inNewContainer(placement, { ...execution, image, name });
  }
  if (version !== undefined) return inContainer(containerName({ ...placement, version }), execution);
  return lines(finding(placement), inContainer(sh`"$name"`, execution));
}

/** With the word that the audit log keeps of it, on every host about the version there. */
function recorded(placement: Placement, execution: AppExecution, release: Release): Shell {
  const { config, performer } = release;
  const { command, reuse, version } = execution;
  const text = `Executed cmd '${command}' on app version `;
  if (reuse && version === undefined)
    return lines(
      finding(placement),
      sh`version=${capture(pipe(sh`echo "$name"`, versions(placement)))}`,
      audit(config, performer, text, placement.role.name, sh`"$version"`),
      inContainer(sh`"$name"`, execution),
    );
  const line = `${text}${version ?? latestTag(config)}`;
  return lines(audit(config, performer, line, reuse ? placement.role.name : undefined), executing(placement, execution, release));
}

/** What the container that serves is called, as `$name`. */
const finding = (placement: Placement): Shell =>
  lines(
    sh`name=${capture(servingName(placement))}`,
    sh`[ -n "$name" ] || { echo ${`No container of ${placement.role.name} runs here`}; exit 1; }`,
  );
