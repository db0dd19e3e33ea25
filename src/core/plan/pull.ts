import { audit } from "../commands/audit.ts";
import * as image from "../commands/image.ts";
import { namedImage } from "../config/image-reference.ts";
import type { Host } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import { seedsOf } from "../host/mirrors.ts";
import { spokenImage } from "../host/names.ts";
import { all, lines } from "../shell/sh.ts";
import { forwardsToRegistry } from "./forward.ts";
import { loggingIn } from "./login.ts";
import { type Plan, type Quorum, type RemoteStep, type StepId, stepId } from "./plan.ts";
import type { FactsByHost, Release } from "./release.ts";
import { gated, idsOf, onHost } from "./step.ts";
import { toleranceOf } from "./tolerance.ts";

/** Fetch a version's image onto every server, whatever is there under its name. */
export function planPull(release: Release, facts: FactsByHost): Plan {
  const { config, version } = release;
  const hosts = appHosts(config);
  const seeds = seedsOf(hosts, facts);
  const steps = hosts.flatMap((host) => {
    const login = loggingIn(release, host, []);
    const clean = onHost(host, "clean", "pull", "Forget the image", image.forget(config, version), idsOf(login));
    return [...login, clean, pulling(release, host, [clean.id], seeds)];
  });
  return { title: `Pull ${spokenImage(config, version)}`, steps, forwards: forwardsToRegistry(config, hosts) };
}

/** Fetch the image, after the host whose mirror is the same; where hosts may fail, however that ended. */
export function pulling(
  { config, version, performer, image: prebuilt }: Release,
  host: Host,
  needs: readonly StepId[],
  seeds: ReadonlyMap<Host, Host>,
): RemoteStep {
  const seed = seeds.get(host);
  const first = seed === undefined ? [] : [stepId("pull", seed)];
  const gate = toleranceOf(config) ? { needs, quorum: settled(first) } : { needs: [...needs, ...first] };
  const record = audit(config, performer, `Pulled image with version ${version}`);
  const name = prebuilt ? namedImage(prebuilt) : spokenImage(config, version);
  const run = prebuilt ? lines(image.adopt(config, version, prebuilt), record) : all(image.pull(config, version), record);
  return gated(onHost(host, "pull", "pull", `Pull ${name}`, run), gate);
}

/** Waits for steps that may as well fail. */
const settled = (ids: readonly StepId[]): Quorum | undefined => (ids.length === 0 ? undefined : { of: [ids], failures: 1 });
