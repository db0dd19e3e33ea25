import { describe, expect, it } from "vitest";
import { planProxyUpgrade } from "../../../../src/core/plan/upgrade.ts";
import { aConfig, aContainer, aFacts, aRegistry, aRelease, aRole, commandOf, factsOfAll, outline } from "../../../support.ts";

const open = aRegistry({ username: undefined, password: undefined });
const config = aConfig({ roles: [aRole({ hosts: ["a", "b"] })], registry: open });
const hooks = {
  directory: "/project",
  paths: new Map([
    ["pre-proxy-reboot", "pre"] as const,
    ["post-proxy-reboot", "post"] as const,
    ["pre-app-boot", "boot"] as const,
  ]),
};
const facts = factsOfAll(aFacts("a", { containers: [aContainer()] }), aFacts("b", { containers: [aContainer()] }));
const plan = (rolling: boolean) => planProxyUpgrade({ rolling, version: undefined })(aRelease({ config, hooks }), facts);

describe("upgrading the proxy from Kamal 1", () => {
  it("puts it in Traefik's place, then boots the app that was made live last", () => {
    const commands = commandOf(plan(false), "upgrade a proxy").split("\n");
    const deeds = ["stop traefik", "title=Traefik", "stop kamal-proxy", "network create kamal", "container start kamal-proxy"];
    const places = deeds.map((deed) => commands.findIndex((line) => line.includes(deed)));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places).not.toContain(-1);
    expect(commandOf(plan(false), "run web a boot")).toContain("--name app-web-latest ");
  });

  it("is finished on one server, hooks and all, before the next when it is rolling", () => {
    const steps = outline(plan(true));
    const post = steps.find((line) => line.startsWith("hook post-proxy-reboot 0 ← "));
    expect(post).toContain("prune a boot a");
    expect(steps).toContain("hook pre-proxy-reboot 1 ← hook post-proxy-reboot 0");
    expect(steps).toContain("upgrade b proxy b ← hook pre-proxy-reboot 1");
  });

  it("has a name for every step, the hooks of each server's boot among them", () => {
    const ids = plan(true).steps.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids.filter((id) => id.startsWith("hook pre-app-boot"))).toHaveLength(2);
  });
});
