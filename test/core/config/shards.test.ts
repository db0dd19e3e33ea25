import { describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import { appHosts, bootGroups, hostsInScope, placements } from "../../../src/core/config/placement.ts";
import { select } from "../../../src/core/config/selection.ts";
import { cut, readShard, shardName, shardsOf } from "../../../src/core/config/shards.ts";
import { aConfig, aHost, anAccessory, aRole, aWorker } from "../../support.ts";

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `10.0.0.${index + 1}`);

function part(config: Config, index: number, count: number): Config {
  const found = cut(config, { index, count });
  if (typeof found === "string") throw new Error(found);
  return found;
}
const parts = (config: Config, count: number): Config[] =>
  Array.from({ length: count }, (_, index) => part(config, index + 1, count));

describe("a shard's name", () => {
  it.each([["1/1"], ["2/4"], ["12/256"]])("%s is one", (text) => {
    const shard = readShard(text);
    expect(shard && shardName(shard)).toBe(text);
  });

  it.each([["0/4"], ["5/4"], ["1"], ["1/"], ["1/0"], ["01/4"], ["a/b"], ["1/4 "]])("%j is none", (text) => {
    expect(readShard(text)).toBeUndefined();
  });
});

describe("shards", () => {
  it("are as many as asked for, but none without a host", () => {
    const config = aConfig({ roles: [aRole({ hosts: names(3) })] });
    expect(shardsOf(config, 2).map(shardName)).toEqual(["1/2", "2/2"]);
    expect(shardsOf(config, 8).map(shardName)).toEqual(["1/3", "2/3", "3/3"]);
  });

  it("have every host once, nearly the same number each, the first with the primary host", () => {
    const config = aConfig({ roles: [aRole({ hosts: names(10) })] });
    const hosts = parts(config, 4).map(appHosts);
    expect(hosts.flat().toSorted()).toEqual(names(10).toSorted());
    expect(hosts.map(({ length }) => length)).toEqual([3, 3, 2, 2]);
    expect(hosts[0]).toContain("10.0.0.1");
  });

  it("have all the roles of a host with it, and keep the true primary host", () => {
    const [web = "", both = "", jobs = ""] = names(3);
    const config = aConfig({ roles: [aRole({ hosts: [web, both] }), aWorker({ hosts: [both, jobs] })] });
    const placed = parts(config, 3).map((each) => placements(each).map(({ role, host }) => `${role.name} ${host}`));
    expect(placed).toEqual([[`web ${web}`], [`web ${both}`, `workers ${both}`], [`workers ${jobs}`]]);
    expect(parts(config, 3).map(({ primaryHost }) => primaryHost)).toEqual([web, web, web]);
  });

  it("share out only what was chosen", () => {
    const chosen = select(aConfig({ roles: [aRole({ hosts: names(6) })] }), {
      hosts: ["10.0.0.4", "10.0.0.5", "10.0.0.6"],
      primary: false,
    });
    if (typeof chosen === "string") throw new Error(chosen);
    expect(parts(chosen, 2).map(appHosts)).toEqual([["10.0.0.4", "10.0.0.6"], ["10.0.0.5"]]);
    expect(part(chosen, 2, 2).primaryHost).toBe("10.0.0.4");
  });

  it("leave hosts that run only accessories to the first, which goes before the others", () => {
    const config = aConfig({ roles: [aRole({ hosts: names(2) })], accessories: [anAccessory({ hosts: ["10.0.0.9"] })] });
    expect(parts(config, 2).map(hostsInScope)).toEqual([["10.0.0.1", "10.0.0.9"], ["10.0.0.2"]]);
  });

  it("boot a percentage of their own hosts at a time", () => {
    const config = aConfig({ roles: [aRole({ hosts: names(8) })], boot: { ...aConfig().boot, limit: { percent: 50 } } });
    expect(bootGroups(part(config, 2, 2)).map(({ length }) => length)).toEqual([2, 2]);
  });

  it("cannot be more than there are hosts, and it is said what to do", () => {
    const config = aConfig({ roles: [aRole({ hosts: [aHost("10.0.0.1"), "10.0.0.2"] })] });
    expect(cut(config, { index: 3, count: 3 })).toBe(
      'There are 2 hosts, too few for 3 shards. "landfall plan --shards 3" gives as many shards as there can be',
    );
  });
});
