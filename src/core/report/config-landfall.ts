import type { Expectation, HostCount, LandfallSettings, Verification } from "../config/landfall.ts";
import type { OwnAccessory, PreviewSettings } from "../config/preview/settings.ts";
import { shownEnv } from "./config-values.ts";

/** All of a section is written: what it gains will not compile before it stands here too. */
type Nothing = Readonly<Record<string, never>>;

/** What is under `x-landfall`, spelled out so that deploy.yml could have it as it is. */
export function writtenLandfall(landfall: LandfallSettings) {
  const { engine, proxyImage: image, acme, logsOut: logout, release, timeLimits, verify, preview, ...others } = landfall;
  const { onFailure, maxFailures, ...rest } = others;
  return {
    proxy: { engine, image, acme },
    registry: { logout },
    ...{ on_failure: onFailure, max_failures: writtenCount(maxFailures), release, time_limits: timeLimits },
    verify: verify && writtenVerify(verify),
    preview: preview && writtenPreview(preview),
    ...(rest satisfies Nothing),
  };
}

const writtenCount = (count: HostCount): number | string => ("hosts" in count ? count.hosts : `${count.percent}%`);

function writtenVerify({ urls, expect, seconds, maxErrors, ...rest }: Verification) {
  const [url, ...others] = urls;
  return {
    url: others.length === 0 ? url : urls,
    expect: expect && writtenExpectation(expect),
    ...{ for: seconds, max_errors: `${maxErrors}%` },
    ...(rest satisfies Nothing),
  };
}

const writtenExpectation = (expect: Expectation): number | string => ("status" in expect ? expect.status : expect.text);

function writtenPreview(preview: PreviewSettings) {
  const { ssl, certificate, env, own, most, ttl, sleepAfter, forksIfApproved, runsHooks, ...others } = preview;
  // The path is that of the app's proxy.
  const { host, auth, servers, roles, label, path: _, ...rest } = others;
  return {
    host,
    ssl: certificate ? { certificate_pem: certificate.certificatePem, private_key_pem: certificate.privateKeyPem } : ssl,
    ...{ auth, servers, roles, env: shownEnv(env) },
    accessories: own.length === 0 ? undefined : Object.fromEntries(own.map((each) => [each.name, writtenOwn(each)])),
    ...{ max: most, ttl: writtenTime(ttl), sleep_after: writtenTime(sleepAfter), label },
    ...{ allow_forks: forksIfApproved ? "approved" : false, hooks: runsHooks },
    ...(rest satisfies Nothing),
  };
}

const writtenOwn = ({ env, seed }: OwnAccessory) => ({ env: shownEnv(env), seed });

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** In its largest unit of which it has a whole number. */
function writtenTime(seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  if (seconds % day === 0) return `${seconds / day}d`;
  return seconds % hour === 0 ? `${seconds / hour}h` : `${seconds / minute}m`;
}
