import { describe, expect, it } from "vitest";
import { stepId } from "../../../src/core/plan/plan.ts";
import { mostTries, pauseBeforeRetry } from "../../../src/core/plan/second-try.ts";

const pause = (output: string, { deed = "pull", exitCode = 1, tries = 1 } = {}): number | undefined =>
  pauseBeforeRetry({ id: stepId(deed, "1.1.1.1") }, { exitCode, output }, tries);

describe("a registry that does not answer", () => {
  it.each([
    'Error response from daemon: Get "http://10.0.0.2:5000/v2/": context deadline exceeded',
    'Error response from daemon: Get "https://ghcr.io/v2/": net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
    'Error response from daemon: Get "https://ghcr.io/v2/": dial tcp 140.82.121.33:443: connect: connection refused',
    'Error response from daemon: Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io on 127.0.0.53:53: server misbehaving',
    'Error response from daemon: Get "https://ghcr.io/v2/": net/http: TLS handshake timeout',
    "error pulling image configuration: download failed after attempts=6: unexpected EOF",
    "Error response from daemon: received unexpected HTTP status: 503 Service Unavailable",
    "Error response from daemon: login attempt to https://ghcr.io/v2/ failed with status: 502 Bad Gateway",
    "fatal: unable to access 'https://github.com/acme/lib/': Could not resolve host: github.com",
    "fatal: unable to access 'https://github.com/acme/lib/': The requested URL returned error: 503",
  ])("is asked again: %s", (output) => {
    expect(pause(output)).toBeGreaterThan(0);
  });

  it("is asked again a few times, after longer and longer pauses, and then no more", () => {
    const pauses = Array.from({ length: mostTries }, (_, index) => pause("i/o timeout", { tries: index + 1 }));
    expect(pauses.slice(0, -1)).toEqual(pauses.slice(0, -1).toSorted((one = 0, other = 0) => one - other));
    expect(pauses.indexOf(undefined)).toBe(mostTries - 1);
  });
});

describe("no second try is made", () => {
  it.each([
    "Error response from daemon: login attempt to http://10.0.0.2:5000/v2/ failed with status: 401 Unauthorized",
    'Error response from daemon: Head "https://ghcr.io/v2/acme/app/manifests/1": denied: denied',
    "Error response from daemon: manifest for acme/app:503 not found: manifest unknown: manifest unknown",
    'Error response from daemon: Get "https://ghcr.oi/v2/": dial tcp: lookup ghcr.oi: no such host',
    "toomanyrequests: You have reached your pull rate limit (HTTP status 429)",
    "write /var/lib/docker/tmp/GetImageBlob1: no space left on device",
    "dial unix /var/run/docker.sock: connect: connection refused",
    "Cannot connect to the Docker daemon at tcp://10.0.0.9:2375: i/o timeout. Is the docker daemon running?",
  ])("where it would come to the same: %s", (output) => {
    expect(pause(output)).toBe(undefined);
  });

  it.each(["run", "flip", "ready", "release", "hook", "lock", "build", "exec"])("of what is not to be done twice: %s", (deed) => {
    expect(pause("connection refused", { deed })).toBe(undefined);
  });

  it("of what succeeded, though it spoke of trouble", () => {
    expect(pause("connection refused", { exitCode: 0 })).toBe(undefined);
  });
});
