import { describe, expect, it } from "vitest";
import { previewsOn } from "../../../src/core/host/previews.ts";
import { aContainer, aFacts, factsOfAll } from "../../support.ts";

const app = { service: "shop", destination: undefined, image: "ghcr.io/acme/shop" };
const clock = 1_800_000_000;
const of = (service: string, over: Parameters<typeof aContainer>[0] = {}) =>
  aContainer({ service, createdAt: clock - 60, ...over });
const seen = (...containers: ReturnType<typeof aContainer>[]) => previewsOn(app, factsOfAll(aFacts("a", { clock, containers })));

describe("the previews that servers have", () => {
  it("are told by their containers, the last deployed first", () => {
    const found = seen(
      of("shop-pr-3", { createdAt: clock - 500, state: "exited", address: "pr-3.x" }),
      of("shop-pr-12", { createdAt: clock - 100, address: "" }),
      of("shop-pr-12", { createdAt: clock - 20, address: "pr-12.x" }),
    );
    expect(found).toEqual([
      { number: 12, service: "shop-pr-12", address: "pr-12.x", state: "live", deployedAt: clock - 20, age: 20, hosts: ["a"] },
      { number: 3, service: "shop-pr-3", address: "pr-3.x", state: "asleep", deployedAt: clock - 500, age: 500, hosts: ["a"] },
    ]);
  });

  it.each(["shop", "other-pr-1", "shop-pr-1-db", "shop-web"])("are not what runs as %s", (service) => {
    expect(seen(of(service))).toEqual([]);
  });

  it("are those of one destination", () => {
    expect(seen(of("shop-pr-1", { destination: "staging" }))).toEqual([]);
    const staging = { ...app, destination: "staging" };
    const facts = factsOfAll(aFacts("a", { containers: [of("shop-staging-pr-1", { destination: "staging" })] }));
    expect(previewsOn(app, facts)).toEqual([]);
    expect(previewsOn(staging, facts).map(({ number }) => number)).toEqual([1]);
  });

  it("are not what another project's app has chosen such a name for", () => {
    expect(seen(of("shop-pr-1", { preview: "" }), of("shop-pr-2", { preview: "shop-pr-2" }))).toMatchObject([{ number: 2 }]);
    const previews = [1, 2].map((number) => ({ file: `.kamal/apps/shop-pr-${number}`, at: clock }));
    const containers = [of("shop-pr-1", { preview: "" })];
    expect(previewsOn(app, factsOfAll(aFacts("a", { containers, previews })))).toMatchObject([{ number: 2 }]);
  });

  it("are not those of another repository whose service has the same name, wherever the registry is", () => {
    const theirs = of("shop-pr-1", { preview: "shop-pr-1", image: "globex/shop:landfall-pr-1-123" });
    const ours = of("shop-pr-2", { preview: "shop-pr-2", image: "acme/shop:landfall-pr-2-123" });
    const untagged = of("shop-pr-3", { preview: "shop-pr-3", image: "0123456789ab" });
    const previews = [1, 2].map((number) => ({ file: `.kamal/apps/shop-pr-${number}`, at: clock }));
    const found = previewsOn(app, factsOfAll(aFacts("a", { clock, containers: [theirs, ours, untagged], previews })));
    expect(found.map(({ number }) => number)).toEqual([3, 2]);
  });

  it("are incomplete where there are files of theirs alone, as a run leaves them that was killed", () => {
    const previews = [
      ...["shop-pr-5", "shop-pr-5-staging", "shop-pr-x"].map((name) => ({ file: `.kamal/apps/${name}`, at: clock - 90 })),
      ...[".kamal/apps/shop-pr-6", ".kamal/lock-shop-pr-7", ".kamal/shop-pr-8-audit.log"].map((file) => ({
        file,
        at: clock - 99,
      })),
    ];
    const containers = [of("shop-pr-6", { createdAt: clock - 7 })];
    expect(previewsOn(app, factsOfAll(aFacts("a", { clock, containers, previews })))).toMatchObject([
      { number: 6, state: "live", age: 7 },
      { number: 5, service: "shop-pr-5", state: "incomplete", address: undefined, age: 90, hosts: ["a"] },
      ...[{ number: 8, state: "incomplete" }, { number: 7 }],
    ]);
  });

  it("may be on several servers", () => {
    const facts = factsOfAll(aFacts("a", { containers: [of("shop-pr-1")] }), aFacts("b", { containers: [of("shop-pr-1")] }));
    expect(previewsOn(app, facts)).toMatchObject([{ number: 1, hosts: ["a", "b"] }]);
  });
});
