import { describe, expect, it } from "vitest";
import type { Container, Facts } from "../../../src/core/host/facts.ts";
import { findings } from "../../../src/core/host/findings.ts";
import { aConfig, aContainer, aFacts, aProxyContainer, aRole, aWorker, factsOfAll } from "../../support.ts";
import { aNumber } from "../config/preview/shop.ts";

const clock = 1_800_000_000;
const web = aContainer({ id: "aaaaaaaaaaaa", version: "2" });
const jobs = aContainer({ id: "bbbbbbbbbbbb", version: "2", role: "workers" });
const config = aConfig({ roles: [aRole({ hosts: ["1.1.1.1", "1.1.1.2"] }), aWorker()] });

const routes = ({ target = "aaaaaaaaaaaa:80", state = "running", service = "app-web" } = {}): string =>
  ["Service  Host  Path  Target           State    TLS", `${service}  *     /     ${target}  ${state}  no`].join("\n");
const well = (host: string, over: Partial<Facts> = {}): Facts =>
  aFacts(host, {
    ...{ clock, containers: [web, ...(host === "1.1.1.1" ? [jobs] : []), aProxyContainer()], routes: routes() },
    ...{ diskFree: 50_000_000, diskSize: 100_000_000, ...over },
  });
const found = (over: Partial<Facts>): string[] =>
  findings(config, factsOfAll(well("1.1.1.1", over), well("1.1.1.2"))).map(({ host, text }) => `${host} ${text}`);
const withWeb = (over: Partial<Container>): string[] => found({ containers: [{ ...web, ...over }, jobs, aProxyContainer()] });

describe("a check of the servers", () => {
  it("finds nothing where all is well", () => {
    expect(found({})).toEqual([]);
  });

  it("finds a role that has stopped, with Docker's words", () => {
    expect(withWeb({ state: "exited", status: "Exited (137) 2 minutes ago" })).toContain(
      "1.1.1.1 web does not run: app-web-2: Exited (137) 2 minutes ago",
    );
  });

  it("finds a role that was never booted", () => {
    expect(found({ containers: [web, aProxyContainer()] })).toEqual(["1.1.1.1 workers does not run: it has no container"]);
  });

  it("finds a host that runs another version than the primary role's first", () => {
    const other = aContainer({ id: "cccccccccccc", version: "1", role: "workers" });
    expect(found({ containers: [web, other, aProxyContainer()] })).toEqual(["1.1.1.1 workers runs 1, where 2 should"]);
  });

  it.each([
    [
      { state: "restarting", status: "Restarting (1) 3 seconds ago" },
      "Docker keeps starting app-web-2 again: Restarting (1) 3 seconds ago",
    ],
    [{ restarts: 12, startedAt: clock - 4 }, "app-web-2 ended by itself and was started again 4 s ago, 12 times in all"],
    [{ status: "Up 3 hours (unhealthy)" }, "app-web-2 is not healthy: Up 3 hours (unhealthy)"],
  ])("finds a container that is not at rest: %j", (over, text) => {
    expect(withWeb(over)).toEqual([`1.1.1.1 web: ${text}`]);
  });

  it("finds nothing wrong with a container that has settled since it was started again", () => {
    expect(withWeb({ restarts: 12, startedAt: clock - 3600 })).toEqual([]);
  });

  it("finds what was left running beside what serves", () => {
    const old = aContainer({ id: "cccccccccccc", version: "1" });
    expect(found({ containers: [web, old, jobs, aProxyContainer()] })).toEqual([
      '1.1.1.1 web: app-web-1 still runs beside what serves. "landfall app stale_containers --stop" stops it',
    ]);
  });

  it.each([
    [{ containers: [web, jobs] }, 'There is no proxy: "landfall proxy boot" boots it'],
    [
      { containers: [web, jobs, aProxyContainer(undefined, "exited")], routes: undefined },
      'The proxy kamal-proxy does not run: "landfall proxy start" starts it',
    ],
    [{ routes: undefined }, "The proxy does not say where it sends traffic"],
    [{ routes: routes({ service: "other-web" }) }, "The proxy has no route to web"],
    [{ routes: routes({ state: "stopped" }) }, 'The proxy passes nothing on to web (stopped): "landfall app live" ends that'],
    [
      { routes: routes({ target: "dddddddddddd:80" }) },
      "The proxy sends web traffic to dddddddddddd:80, and not to app-web-2 (aaaaaaaaaaaa)",
    ],
  ])("finds traffic that goes astray: %j", (over, text) => {
    expect(found(over)).toContain(`1.1.1.1 ${text}`);
  });

  it.each([
    [{ diskFree: 1_000_000, diskSize: 10_000_000 }, "1.0"],
    [{ diskFree: 4_000_000, diskSize: 100_000_000 }, "3.8"],
    [{ diskFree: 1_000_000, diskSize: undefined }, "1.0"],
  ])("finds a disk that is nearly full: %j", (over, left) => {
    expect(found(over)).toEqual([
      `1.1.1.1 The disk is nearly full: ${left} GiB are free. "landfall prune all" removes what is old`,
    ]);
  });

  it("finds a lock that is held for too long, and no other", () => {
    const lock = "Locked by: Ann at 2026-01-02T03:04:05Z\nVersion: 2";
    expect(found({ lock, lockSince: clock - 26 * 3600 })).toEqual([
      '1.1.1.1 Ann has held the deploy lock for 1 d 2 h. If nothing deploys, "landfall lock release" gives it back',
    ]);
    expect(found({ lock, lockSince: clock - 1800 })).toEqual([]);
    expect(found({ lock: "" })).toEqual([]);
    const beating = { lock: `${lock}\nMessage: Automatic deploy lock\nHeartbeat: every 15 s`, lockSince: clock - 1800 };
    expect(found({ ...beating, lockBeat: clock - 20 })).toEqual([]);
    expect(found({ ...beating, lockBeat: clock - 1500 })).toEqual([
      "1.1.1.1 Ann has held the deploy lock for 30 min, last heard of 25 min ago. That run seems to be over; if it is, the next deploy takes the lock over",
    ]);
  });

  it("names what to type for the destination that it looks at", () => {
    const facts = factsOfAll(well("1.1.1.1", { containers: [] }), well("1.1.1.2"));
    const texts = findings({ ...config, destination: "staging" }, facts).map(({ text }) => text);
    expect(texts).toContain('There is no proxy: "landfall proxy boot -d staging" boots it');
  });

  it("names a preview in what there is to type, but not for the proxy, which all apps share", () => {
    const facts = factsOfAll(well("1.1.1.1", { containers: [], diskFree: 1000 }), well("1.1.1.2"));
    const texts = findings({ ...config, preview: { number: aNumber(12), of: "app" } }, facts).map(({ text }) => text);
    expect(texts).toContain('There is no proxy: "landfall proxy boot" boots it');
    expect(texts.join("\n")).toContain('"landfall prune all --preview 12" removes what is old');
  });

  it("finds that Docker does not answer, and nothing that follows from it", () => {
    expect(found({ dockerError: "permission denied", containers: [] })).toEqual([
      "1.1.1.1 Docker does not answer: permission denied",
    ]);
    expect(found({ dockerInstalled: false, dockerError: "none", containers: [] })).toEqual(["1.1.1.1 Docker is not installed"]);
  });
});
