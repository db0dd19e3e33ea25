import { describe, expect, it } from "vitest";
import { previewsOn } from "../../../src/core/host/previews.ts";
import { aContainer, aFacts, factsOfAll } from "../../support.ts";

const app = { service: "shop", destination: undefined };
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
    const facts = factsOfAll(aFacts("a", { containers: [of("shop-pr-1", { destination: "staging" })] }));
    expect(previewsOn(staging, facts).map(({ number }) => number)).toEqual([1]);
  });

  it("may be on several servers", () => {
    const facts = factsOfAll(aFacts("a", { containers: [of("shop-pr-1")] }), aFacts("b", { containers: [of("shop-pr-1")] }));
    expect(previewsOn(app, facts)).toMatchObject([{ number: 1, hosts: ["a", "b"] }]);
  });
});
