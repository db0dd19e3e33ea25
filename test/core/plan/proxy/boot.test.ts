import { describe, expect, it } from "vitest";
import { planProxyBoot } from "../../../../src/core/plan/proxy/boot.ts";
import { aConfig, aFacts, aProxyContainer, aRelease, aRole, aWorker, factsOfAll, outline } from "../../../support.ts";

const config = aConfig({ roles: [aRole({ hosts: ["a"] }), aWorker({ hosts: ["b"] })] });
const bare = { networks: [], containers: [] };

describe("booting the proxy by itself", () => {
  it("makes the network on every server, and boots the proxy where traffic arrives, with the right to pull its image", () => {
    const plan = planProxyBoot(aRelease({ config }), factsOfAll(aFacts("a", bare), aFacts("b", bare)));
    expect(outline(plan)).toEqual(["login a ← ", "network a ← login a", "proxy a ← login a, network a", "network b ← "]);
  });

  it("does nothing where it runs", () => {
    expect(outline(planProxyBoot(aRelease({ config }), factsOfAll(aFacts("a"), aFacts("b"))))).toEqual([]);
  });

  it("is refused where the one that runs is too old", () => {
    const old = aFacts("a", { containers: [aProxyContainer("basecamp/kamal-proxy:v0.8.0")] });
    expect(() => planProxyBoot(aRelease({ config }), factsOfAll(old, aFacts("b")))).toThrow(
      'a: kamal-proxy v0.8.0 is too old: v0.9.2 or newer is needed. Run "landfall proxy reboot" to update it',
    );
  });

  it("is refused where another engine's container holds its ports", () => {
    const caddy = { ...aProxyContainer("caddy:2.11.4"), name: "landfall-caddy", ports: "0.0.0.0:80->80/tcp" };
    expect(() => planProxyBoot(aRelease({ config }), factsOfAll(aFacts("a", { containers: [caddy] }), aFacts("b")))).toThrow(
      "a: landfall-caddy runs there and holds port 80",
    );
  });
});
