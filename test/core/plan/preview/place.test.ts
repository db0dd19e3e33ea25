import { describe, expect, it } from "vitest";
import { planDeliver } from "../../../../src/core/plan/deliver.ts";
import { aHome, type Home } from "../../../shell/home.ts";
import { aRelease, outline, shellOf } from "../../../support.ts";
import { thePreview, theShop } from "../../config/preview/shop.ts";

const mark = ".kamal/lock-shop-pr-12/place";
const limited = theShop("x-landfall: {preview: {host: 'pr-{number}.x', max: 2}}");
const deliver = (number: number) => {
  const config = thePreview(limited, number);
  return planDeliver(aRelease({ config }), { pullOn: [config.primaryHost] });
};

/** A server with containers of these services. */
function aServer(...services: readonly string[]): Home {
  const home = aHome();
  home.write(".kamal/lock-shop-pr-12/details", "x");
  home.install("docker", 'case "$*" in *"=shop-pr-"*) exit;; esac', ...services.map((service) => `echo ${service}`));
  return home;
}

describe("a preview's deploy, where there may be so many previews", () => {
  it("takes its place before the image is fetched", () => {
    expect(outline(deliver(12)).slice(0, 4)).toEqual([
      "lock ← ",
      "place web1 ← lock",
      "pull web1 ← place web1",
      "look web1 ← pull web1",
    ]);
  });

  it("has one while others leave it one, and marks it", async () => {
    using home = aServer("shop-pr-1", "shop-pr-1", "other-pr-3", "shop-pr-1-db");
    expect(await home.run(shellOf(deliver(12), "place web1"))).toMatchObject({ code: 0, output: "" });
    expect(home.has(mark)).toBe(true);
  });

  it("has none where others have containers, or are about to", async () => {
    using home = aServer("shop-pr-1");
    home.write(".kamal/lock-shop-pr-4/place", "");
    home.write(".kamal/lock-shop-pr-5/details", "x");
    expect(await home.run(shellOf(deliver(12), "place web1"))).toMatchObject({
      code: 1,
      output: "x-landfall/preview/max allows 2 previews at once, and there are these: shop-pr-1 shop-pr-4\n",
    });
    expect(home.has(mark)).toBe(false);
  });

  it("keeps the one that it has", async () => {
    using home = aServer("shop-pr-1", "shop-pr-4");
    home.install("docker", "echo 0123 # it has containers");
    expect(await home.run(shellOf(deliver(12), "place web1"))).toMatchObject({ code: 0, output: "" });
  });
});

it("the app itself takes no place", () => {
  expect(outline(planDeliver(aRelease({ config: limited }), { pullOn: [] })).join()).not.toContain("place");
});
