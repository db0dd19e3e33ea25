import { audit } from "../commands/audit.ts";
import { createNetwork } from "../commands/docker.ts";
import * as proxy from "../commands/proxy.ts";
import { type Host, isVersion, type Version } from "../config/names.ts";
import { hostsInScope, placements, proxyHosts } from "../config/placement.ts";
import { latestTag } from "../host/names.ts";
import { engineOf } from "../proxies/engine.ts";
import { Refusal } from "../report/refusal.ts";
import { lines } from "../shell/sh.ts";
import { planAccessoryUpgrade } from "./accessory/boot.ts";
import { planDeploy } from "./deploy.ts";
import { loggingIn } from "./login.ts";
import type { Plan, RemoteStep } from "./plan.ts";
import { betweenHooks } from "./proxy/group.ts";
import type { FactsByHost, Release } from "./release.ts";
import { inSequence } from "./sequence.ts";
import { idsOf, onHost } from "./step.ts";

interface UpgradeOptions {
  readonly rolling: boolean;
  /** What to boot; undefined: what was made live last. */
  readonly version: Version | undefined;
}

/**
 * From Kamal 1 to Kamal 2: put the proxy in Traefik's place, boot the app anew in the network that they share, then do the same for
 * accessories. On all hosts at once, or on one after the other if it is to be rolling.
 */
export const planUpgrade =
  (options: UpgradeOptions) =>
  (release: Release, facts: FactsByHost): Plan => {
    const servers = planProxyUpgrade(options)(release, facts);
    return inSequence("Upgrade from Kamal 1", { servers, accessories: planAccessoryUpgrade("all", options)(release) });
  };

/** The same without the accessories. */
export const planProxyUpgrade =
  ({ rolling, version }: UpgradeOptions) =>
  (given: Release, facts: FactsByHost): Plan => {
    const release = { ...given, version: version ?? latestVersion(given) };
    const hosts = hostsInScope(release.config);
    const groups = rolling ? hosts.map((host) => [host]) : [hosts];
    const steps = betweenHooks(release, groups, (group, needs) => {
      const inGroup = within(release, group);
      // Each group boots by itself: hooks of several groups need names of their own.
      const which = rolling ? ` ${group.join(",")}` : "";
      const plans = { [`proxy${which}`]: replacingTraefik(inGroup), [`boot${which}`]: booting(inGroup, facts) };
      return inSequence(group.join(","), plans, needs).steps;
    });
    return { title: "Upgrade the servers", steps };
  };

/** What was made live last. @throws Refusal when it could not be an image's tag */
export function latestVersion({ config }: Pick<Release, "config">): Version {
  const tag = latestTag(config);
  if (isVersion(tag)) return tag;
  throw new Refusal([`"${tag}" cannot be the tag of an image, so there is none to boot. Rename the destination`]);
}

function within(release: Release, hosts: readonly Host[]): Release {
  const { config } = release;
  const roles = config.scope?.roles ?? config.roles.map(({ name }) => name);
  return { ...release, config: { ...config, scope: { ...config.scope, roles, hosts } } };
}

function replacingTraefik(release: Release): Plan {
  const steps = hostsInScope(release.config).flatMap((host): RemoteStep[] => {
    const login = loggingIn(release, host, []);
    return [...login, onHost(host, "upgrade", "act", "Put the proxy in Traefik's place", replacing(release, host), idsOf(login))];
  });
  return { title: "Put the proxy in Traefik's place", steps };
}

function replacing({ config, performer }: Release, host: Host) {
  const engine = engineOf(config);
  return lines(
    audit(config, performer, "Rebooted proxy"),
    proxy.removeTraefik(),
    proxy.stop(engine),
    engine.removeContainer(),
    createNetwork(),
    proxyHosts(config).includes(host) && engine.boot(config, host),
    engine.removeImage(config),
  );
}

/** Under the lock that the whole upgrade holds, and without the hooks of a deploy. */
function booting(release: Release, facts: FactsByHost): Plan {
  if (placements(release.config).length === 0) return { title: "Boot the app", steps: [] };
  return planDeploy({ ...release, underLock: true }, facts, { prune: true, hooks: false, confirm: false });
}
