import { describe, expect, it } from "vitest";
import { surplusOf } from "../../../../src/core/host/surplus.ts";
import { obstacles } from "../../../../src/core/plan/prepare.ts";
import { planRemovalOf } from "../../../../src/core/plan/preview/removal.ts";
import { aContainer, aFacts, aProxyContainer, aRelease, aVersion, factsOfAll } from "../../../support.ts";
import { thePreview, theShop } from "../../config/preview/shop.ts";

const preview = thePreview();
const release = aRelease({ config: preview });
const seeing = (...containers: ReturnType<typeof aContainer>[]) =>
  factsOfAll(aFacts("web1", { containers: [aProxyContainer(), ...containers] }));
const another = "there belongs to another app, whose names are those of";

describe("another app that is called like a preview", () => {
  const facts = seeing(aContainer({ service: "shop-pr-12", preview: "" }));
  const complaint = `web1: shop-pr-12-web-123 ${another} shop-pr-12: remove that one first, or name another server for previews in x-landfall/preview/servers`;

  it("is not taken for it: nothing is deployed over it, and nothing of it is removed", () => {
    expect(obstacles(release, facts)).toEqual([complaint]);
    expect(() => planRemovalOf(release, facts)).toThrow(complaint);
  });

  it.each([
    ["another repository", "globex/shop:landfall-pr-12-123", ""],
    ["another destination, where the names come to the same", "acme/shop:landfall-pr-12-123", "staging"],
  ])("may have a preview of the very same name from %s, which stays", (_, image, destination) => {
    const twin = seeing(aContainer({ service: "shop-pr-12", preview: "shop-pr-12", image, destination }));
    const advice = `its image is ${image}. Give one of them another "service"`;
    expect(obstacles(release, twin)).toMatchObject([expect.stringContaining(`${another} shop-pr-12: ${advice}`)]);
    expect(() => planRemovalOf(release, twin)).toThrow("belongs to another app");
  });

  it("is not stripped of what its own previews and accessories have", () => {
    const of = (service: string, mark: string) => () => planRemovalOf(release, seeing(aContainer({ service, preview: mark })));
    expect(of("shop-pr-12-pr-3", "shop-pr-12-pr-3")).toThrow("shop-pr-12-pr-3-web-123 there belongs to another app");
    expect(of("shop-pr-12-db", "")).toThrow("belongs to another app");
    expect(of("shop-pr-12-db", "shop-pr-12")).not.toThrow();
    expect(of("shop-pr-123", "shop-pr-123")).not.toThrow();
  });

  it("cannot be deployed over the preview", () => {
    const theirs = aRelease({ config: { ...theShop(), service: "shop-pr-12" } });
    expect(obstacles(theirs, seeing(aContainer({ service: "shop-pr-12", preview: "shop-pr-12" })))).toEqual([
      `web1: shop-pr-12-web-123 ${another} shop-pr-12: give one of them another "service"`,
    ]);
    expect(obstacles(theirs, facts)).toEqual([]);
  });
});

it("an image without a name that a preview runs is not the app's to remove", () => {
  const images = ["a", "b"].map((id) => ({ id: id.repeat(12), repository: "acme/shop", tag: "<none>" }));
  const sleeper = aContainer({ service: "shop-pr-12", preview: "shop-pr-12", image: "a".repeat(12), state: "exited" });
  const facts = aFacts("web1", { containers: [sleeper], images });
  expect(surplusOf(theShop(), aVersion("999"), facts, new Set()).images).toEqual(["b".repeat(12)]);
});
