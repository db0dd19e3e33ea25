import { describe, expect, it } from "vitest";
import { locked } from "../../../src/core/plan/locked.ts";
import { latestVersion, planUpgrade } from "../../../src/core/plan/upgrade.ts";
import { aConfig, aContainer, aFacts, aRelease, aVersion, commandOf, factsOfAll } from "../../support.ts";
import { aWorld } from "../../world.ts";
import { parse } from "../config/deploy-yml.ts";

const parsed = parse(`
service: app
image: acme/app
registry: {username: ann, password: [TOKEN]}
builder: {arch: amd64}
servers: {web: [a, b], workers: {hosts: [b], cmd: work}}
accessories:
  db: {image: postgres, host: c}
`);
if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
const hooks = {
  directory: "/p",
  paths: new Map([
    ["pre-proxy-reboot", "before"],
    ["post-proxy-reboot", "after"],
    ["pre-deploy", "d"],
  ] as const),
};
const release = aRelease({ config: parsed.config, hooks, mounted: new Map() });
const facts = factsOfAll(aFacts("a", { containers: [aContainer()], networks: [] }), aFacts("b"), aFacts("c"));
const plan = (over: Partial<Parameters<typeof planUpgrade>[0]> = {}) =>
  planUpgrade({ rolling: false, version: undefined, ...over })(release, facts);
const ids = (over = {}): string[] => plan(over).steps.map(({ id }) => id);
const positions = (all: readonly string[], ...wanted: readonly RegExp[]) =>
  wanted.map((pattern) => all.findIndex((id) => pattern.test(id)));

describe("an upgrade from Kamal 1", () => {
  it("puts the proxy in Traefik's place, boots the app behind it, then the accessories, between the proxy's hooks", () => {
    const order = positions(
      ids(),
      /^hook pre-proxy/,
      /^upgrade a/,
      /^run web a/,
      /^flip web b/,
      /^run workers b/,
      /^hook post-proxy/,
      /^boot db c/,
    );
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(new Set(ids()).size).toBe(ids().length);
  });

  it("boots what was made live last, unless told another version, and runs no hook of a deploy", () => {
    const named = (id: RegExp, over = {}) => {
      const found = plan(over).steps.find((step) => id.test(step.id));
      return String(found?.run);
    };
    expect(named(/^run web a/)).toContain("--name app-web-latest ");
    expect(named(/^run web a/, { version: aVersion("v2") })).toContain("--name app-web-v2 ");
    expect(ids().filter((id) => id.startsWith("hook pre-deploy"))).toEqual([]);
  });

  it("boots a proxy only where traffic arrives, and makes the network everywhere", () => {
    const at = (host: string) => commandOf(plan(), ids().find((id) => id.startsWith(`upgrade ${host}`)) ?? "");
    expect(at("a")).toMatch(/docker container stop traefik.*docker network create kamal.*--name kamal-proxy/s);
    expect(at("c")).toContain("docker network create kamal");
    expect(at("c")).not.toContain("--name kamal-proxy");
  });

  it("is of one host after the other if it is to be rolling", async () => {
    const world = aWorld({ failing: /--name app-web-latest / });
    const outcomes = await world.execute(locked(release, plan({ rolling: true }), undefined));
    expect(
      world.ran.filter((id) => /^(upgrade|run|stop|boot)/.test(id)).map((id) => id.split(" ").slice(0, 3).join(" ")),
    ).toEqual(["upgrade a proxy", "run web a", "stop web a"]);
    expect(outcomes.filter(({ step }) => step.stage === "unlock").map(({ status }) => status)).toEqual(["succeeded"]);
  });

  it("takes the destination's own tag", () => {
    expect(latestVersion({ config: aConfig({ destination: "staging" }) })).toBe("latest-staging");
    expect(() => latestVersion({ config: aConfig({ destination: "a b" }) })).toThrow(
      '"latest-a b" cannot be the tag of an image',
    );
  });
});
