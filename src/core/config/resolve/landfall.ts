import type { Acme, LandfallSettings, ReleaseCommand, TimeLimits, Verification } from "../landfall.ts";
import type { RawConfig } from "../schema/root.ts";
import { resolvePreview } from "./preview.ts";
import { primaryRoleName } from "./roles.ts";

export function resolveLandfall(raw: RawConfig): LandfallSettings {
  const {
    proxy,
    registry,
    release,
    verify,
    time_limits: limits,
    on_failure: onFailure,
    max_failures: maxFailures,
  } = raw["x-landfall"] ?? {};
  return {
    engine: proxy?.engine ?? "kamal-proxy",
    proxyImage: proxy?.image,
    acme: proxy?.acme && resolveAcme(proxy.acme),
    logsOut: registry?.logout ?? false,
    onFailure: onFailure ?? "rollback",
    maxFailures: maxFailures ?? { hosts: 0 },
    release: release && resolveRelease(release, raw),
    timeLimits: resolveLimits(limits),
    verify: verify && resolveVerify(verify),
    preview: resolvePreview(raw),
  };
}

type RawAcme = NonNullable<NonNullable<NonNullable<RawConfig["x-landfall"]>["proxy"]>["acme"]>;

const resolveAcme = ({ directory, email, root }: RawAcme): Acme => ({ directory, email, root: root?.trim() });

/** Much longer than these take: what hangs is to end, what is slow is not. */
export const usualLimits: TimeLimits = { build: 3 * 3600, hook: 3600, pull: 3600 };

type RawLimits = NonNullable<RawConfig["x-landfall"]>["time_limits"];

const resolveLimits = ({ build, hook, pull }: NonNullable<RawLimits> = {}): TimeLimits => ({
  build: build ?? usualLimits.build,
  hook: hook ?? usualLimits.hook,
  pull: pull ?? usualLimits.pull,
});

type RawRelease = NonNullable<NonNullable<RawConfig["x-landfall"]>["release"]>;

const resolveRelease = ({ command, role, timeout = 900 }: RawRelease, raw: RawConfig): ReleaseCommand => ({
  ...{ command, role: role ?? primaryRoleName(raw), timeout },
});

type RawVerify = NonNullable<NonNullable<RawConfig["x-landfall"]>["verify"]>;

const resolveVerify = ({ url, expect, for: seconds = 0, max_errors: maxErrors = 0 }: RawVerify): Verification => ({
  urls: [...new Set([url].flat())],
  ...{ expect, seconds, maxErrors },
});
