import { describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import { fitsGlob } from "../../../src/core/config/glob.ts";
import { appHosts, hostsInScope, placements, proxyHosts } from "../../../src/core/config/placement.ts";
import { type Selection, select, unheededSelection } from "../../../src/core/config/selection.ts";
import { parse } from "./deploy-yml.ts";

const parsed = parse(`
service: shop
image: acme/shop
registry: {username: ann, password: [PASSWORD]}
builder: {arch: amd64}
servers:
  web: {hosts: [web1, web2]}
  api: {hosts: [web2, api1], proxy: true}
  workers: {hosts: [job1], cmd: work}
accessories:
  db: {image: postgres, host: db1}
`);
if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
const { config } = parsed;

const chosen = (selection: Partial<Selection>): Config => {
  const selected = select(config, { primary: false, ...selection });
  if (typeof selected === "string") throw new Error(selected);
  return selected;
};
const placed = (selection: Partial<Selection>): string[] =>
  placements(chosen(selection)).map(({ role, host }) => `${role.name}@${host}`);

describe("acting on a part of the servers", () => {
  it("is acting everywhere when nothing was chosen", () => {
    expect(placed({})).toEqual(["web@web1", "web@web2", "api@web2", "api@api1", "workers@job1"]);
    expect(hostsInScope(config)).toEqual(["web1", "web2", "api1", "job1", "db1"]);
  });

  it("takes the roles of the chosen hosts, and keeps the lock on the first of them", () => {
    expect(placed({ hosts: ["api1", "web2"] })).toEqual(["api@web2", "api@api1", "web@web2"]);
    expect(chosen({ hosts: ["api1", "web2"] })).toMatchObject({ primaryHost: "api1", primaryRole: "api" });
  });

  it("takes the hosts of the chosen roles", () => {
    expect(placed({ roles: ["w*"] })).toEqual(["web@web1", "web@web2", "workers@job1"]);
    expect(chosen({ roles: ["workers"] })).toMatchObject({ primaryHost: "job1", primaryRole: "workers" });
    expect(chosen({ roles: ["workers", "web"] })).toMatchObject({ primaryHost: "web1", primaryRole: "web" });
  });

  it("takes only what both name when hosts and roles are chosen", () => {
    expect(placed({ hosts: ["web*"], roles: ["api"] })).toEqual(["api@web2"]);
    expect(select(config, { hosts: ["job1"], roles: ["web"], primary: false })).toBe(
      "None of the hosts that --hosts names runs a role that --roles names",
    );
  });

  it("takes the primary host alone, which is the first of the chosen role", () => {
    expect(placed({ primary: true })).toEqual(["web@web1"]);
    expect(placed({ primary: true, roles: ["api"] })).toEqual(["api@web2"]);
  });

  it.each<[Partial<Selection>, string[]]>([
    [{ hosts: ["web*", "db?", "job1"], roles: ["w*", "api"] }, []],
    [
      { hosts: ["web1", "wbe2", "wbe*"], roles: ["api", "apu"] },
      [
        "--hosts names what deploy.yml does not have, which is left out: wbe2",
        "--roles names what deploy.yml does not have, which is left out: apu",
      ],
    ],
    [{ hosts: ["web1", ""] }, []],
    [{ hosts: ["web2"], primary: true }, ["--primary stands over --hosts: this acts on the primary host alone"]],
    [{ primary: true }, []],
  ])("tells what of it counts for nothing: %j", (selection, told) => {
    expect(unheededSelection(config, { primary: false, ...selection })).toEqual(told);
  });

  it("reaches proxies and accessories by their hosts, whatever the role", () => {
    expect(proxyHosts(chosen({ roles: ["workers"] }))).toEqual([]);
    expect(proxyHosts(chosen({ hosts: ["web2"] }))).toEqual(["web2"]);
    expect(appHosts(chosen({ hosts: ["db1", "web1"] }))).toEqual(["web1"]);
    expect(hostsInScope(chosen({ hosts: ["db1", "web1"] }))).toEqual(["web1", "db1"]);
  });

  it("says what there is when nothing fits", () => {
    expect(select(config, { hosts: ["x*", "y"], primary: false })).toBe(
      "No --hosts match for x*,y. There are: web1, web2, api1, job1, db1",
    );
    expect(select(config, { roles: ["jobs"], primary: false })).toBe("No --roles match for jobs. There are: web, api, workers");
  });
});

describe("a pattern", () => {
  // What Ruby 3.1's File.fnmatch(pattern, name, File::FNM_EXTGLOB) answers.
  it.each([
    ["web*", "web1", true],
    ["*.1", "10.0.0.1", true],
    ["10.0.0.?", "10.0.0.12", false],
    ["web[1-3]", "web2", true],
    ["web[!1-3]", "web2", false],
    ["web[^1-3]", "web4", true],
    ["{web,api}1", "api1", true],
    ["web.1", "webx1", false],
    ["web\\*", "web*", true],
    ["web[3-1]", "web2", false],
    ["web", "web1", false],
  ])("%s fits %s: %s", (pattern, name, fits) => {
    expect(fitsGlob(pattern, name)).toBe(fits);
  });
});
