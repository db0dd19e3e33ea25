import { describe, expect, it } from "vitest";
import { planClose } from "../../../src/core/plan/close.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { aConfig, aHost, aRelease, aRole, aWorker, commandOf, outline } from "../../support.ts";
import { deploying, idsOf, needsOf } from "./deploying.ts";

const twoHosts = aConfig({ roles: [aRole({ hosts: ["1.1.1.1", "1.1.1.2"] })] });

describe("a deploy to several hosts", () => {
  it("boots them side by side, and retires the old only when all of the new is healthy", () => {
    const plan = deploying({ config: twoHosts }, ["1.1.1.1", "1.1.1.2"]);
    const [one, two] = ["run web 1.1.1.1", "run web 1.1.1.2"].map((id) => needsOf(plan, id));
    expect([one, two]).toEqual([[], []]);
    expect(needsOf(plan, "retire web 1.1.1.1")).toEqual(["flip web 1.1.1.1", "flip web 1.1.1.2"]);
    expect(needsOf(plan, "retire web 1.1.1.2")).toEqual(["flip web 1.1.1.1", "flip web 1.1.1.2"]);
    expect(needsOf(plan, "tag 1.1.1.2")).toEqual(["flip web 1.1.1.1", "flip web 1.1.1.2"]);
  });

  it("keeps the lock and the record on the primary host", () => {
    const { steps } = planClose(aRelease({ config: twoHosts }), "{}");
    expect(steps.map(({ id, host }) => `${id}: ${host}`)).toEqual(["unlock: 1.1.1.1", "record 1.1.1.1: 1.1.1.1"]);
  });

  it("boots in groups, each after the one before it is healthy", () => {
    const boot = { limit: { hosts: 2 }, wait: 0, parallelRoles: false };
    const config = aConfig({ roles: [aRole({ hosts: ["1.1.1.1", "1.1.1.2", "1.1.1.3"] })], boot });
    const plan = deploying({ config });
    expect(needsOf(plan, "run web 1.1.1.2")).toEqual([]);
    expect(needsOf(plan, "run web 1.1.1.3")).toEqual(["flip web 1.1.1.1", "flip web 1.1.1.2"]);
  });

  it("waits between groups, not after the last", () => {
    const boot = { limit: { hosts: 1 }, wait: 10, parallelRoles: false };
    const config = aConfig({ roles: [aRole({ hosts: ["1.1.1.1", "1.1.1.2", "1.1.1.3"] })], boot });
    const waits = outline(deploying({ config })).filter((line) => /^(pause|run)/.test(line));
    expect(waits).toEqual([
      "run web 1.1.1.1 ← ",
      "pause 0 ← flip web 1.1.1.1",
      "run web 1.1.1.2 ← pause 0",
      "pause 1 ← flip web 1.1.1.2",
      "run web 1.1.1.3 ← pause 1",
    ]);
    const pause = deploying({ config }).steps.find(({ id }) => id === "pause 0");
    expect(pause).toMatchObject({ host: "@runner", run: { argv: ["sleep", "10"] } });
  });

  it.each([
    [{ percent: 50 }, 5, [["a", "b"], ["c", "d"], ["e"]]],
    [{ percent: 1 }, 3, [["a"], ["b"], ["c"]]],
    [{ percent: 100 }, 3, [["a", "b", "c"]]],
    [{ hosts: 9 }, 3, [["a", "b", "c"]]],
  ])("takes %j of %i hosts as groups of %j", (limit, count, groups) => {
    const hosts = ["a", "b", "c", "d", "e"].slice(0, count);
    const config = aConfig({ roles: [aRole({ hosts })], boot: { limit, wait: 1, parallelRoles: false } });
    const found: string[][] = [[]];
    for (const { id } of deploying({ config }).steps) {
      if (id.startsWith("pause")) found.push([]);
      if (id.startsWith("run web ")) found.at(-1)?.push(id.slice("run web ".length));
    }
    expect(found).toEqual(groups);
  });
});

describe("a deploy of several roles", () => {
  const roles = [aRole({ hosts: ["a", "b"] }), aWorker({ hosts: ["a", "c"] })];
  const bootsOf = (plan: Plan): string[] => outline(plan).filter((line) => line.startsWith("run"));

  it("boots the primary role on every host before any other, and on one host one role after the other", () => {
    expect(bootsOf(deploying({ config: aConfig({ roles }) }))).toEqual([
      "run web a ← ",
      "run web b ← ",
      "run workers a ← flip web a, flip web b",
      "run workers c ← flip web a, flip web b",
    ]);
  });

  it("boots three roles of one host in turn", () => {
    const three = [aRole({ hosts: ["a"] }), aWorker({ name: "cron", hosts: ["a"] }), aWorker({ hosts: ["a"] })];
    expect(bootsOf(deploying({ config: aConfig({ roles: three }) }))).toEqual([
      "run web a ← ",
      "run cron a ← flip web a",
      "run workers a ← flip web a, ready cron a",
    ]);
  });

  it("boots them side by side once the primary role is healthy, if they may", () => {
    const three = [aRole({ hosts: ["a"] }), aWorker({ name: "cron", hosts: ["a"] }), aWorker({ hosts: ["a"] })];
    const boot = { limit: undefined, wait: 0, parallelRoles: true };
    expect(bootsOf(deploying({ config: aConfig({ roles: three, boot }) }))).toEqual([
      "run web a ← ",
      "run cron a ← flip web a",
      "run workers a ← flip web a",
    ]);
  });

  it("lets a role of a later group wait for its own group's turn only", () => {
    const boot = { limit: { hosts: 1 }, wait: 0, parallelRoles: false };
    expect(bootsOf(deploying({ config: aConfig({ roles, boot }) }))).toEqual([
      "run web a ← ",
      "run workers a ← flip web a",
      "run web b ← flip web a, ready workers a",
      "run workers c ← flip web b, flip web a",
    ]);
  });

  it("sends no traffic to a role without a proxy: it waits until it is ready", () => {
    const ids = idsOf(deploying({ config: aConfig({ roles: [aWorker({ hosts: ["a"] })] }) }));
    expect(ids).toEqual([
      "run workers a",
      "ready workers a",
      "explain workers a",
      "stop workers a",
      "tag a",
      "prune a",
      "confirm workers a",
    ]);
  });

  it("tags and prunes once a host", () => {
    const ids = idsOf(deploying({ config: aConfig({ roles }) }));
    expect(ids.filter((id) => /^(tag|prune)/.test(id))).toEqual(["tag a", "prune a", "tag b", "prune b", "tag c", "prune c"]);
  });

  it("gives no two containers of one host the same hostname: programs tell themselves apart by it", () => {
    const plan = deploying({ config: aConfig({ roles }) });
    const hostnames = ["run web a", "run workers a"].map((id) => commandOf(plan, id).match(/--hostname (\S+)/)?.[1]);
    expect(hostnames).toEqual([expect.stringMatching(/^a-[0-9a-f]{12}$/), expect.stringMatching(/^a-[0-9a-f]{12}$/)]);
    expect(new Set(hostnames).size).toBe(2);
  });
});

describe("a container's hostname", () => {
  const hostnameOn = (host: string): string | undefined =>
    commandOf(deploying({ config: aConfig({ roles: [aRole({ hosts: [aHost(host)] })] }) }), `run web ${host}`).match(
      /--hostname (\S+)/,
    )?.[1];

  it("is the host's name and twelve hexadecimal digits", () => {
    expect(hostnameOn("web-1.example.com")).toMatch(/^web-1\.example\.com-[0-9a-f]{12}$/);
  });

  it("keeps to the 64 characters that Linux allows, and ends no part in a dot", () => {
    expect(hostnameOn(`${"a".repeat(50)}.example.com`)).toMatch(/^a{50}-[0-9a-f]{12}$/);
  });
});
