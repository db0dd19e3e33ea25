import { expect, it } from "vitest";
import { lookClosely, readFacts } from "../../../src/core/host/look.ts";
import { aHome } from "../../shell/home.ts";
import { aHost } from "../../support.ts";
import { thePreview, theShop } from "../config/preview/shop.ts";

it("looking at a server finds the files of the app's previews, and of no other app", async () => {
  using home = aHome();
  home.install("docker", ":");
  const theirs = [".kamal/apps/shop-pr-5/env/x", ".kamal/lock-shop-pr-6/details", ".kamal/shop-pr-7-audit.log"];
  for (const file of [...theirs, ".kamal/apps/shop/env/x", ".kamal/shop-audit.log", ".kamal/apps/shop-api-pr-1/x"])
    home.write(file, "");
  const app = theShop("x-landfall: {preview: {host: 'pr-{number}.x'}}");
  for (const config of [app, thePreview(app)]) {
    const { output } = await home.run(lookClosely(config));
    const { previews = [] } = readFacts(aHost("1.1.1.1"), output);
    expect(previews.map(({ file }) => file)).toEqual([
      ...[".kamal/apps/shop-pr-5", ".kamal/shop-pr-7-audit.log", ".kamal/lock-shop-pr-6"],
    ]);
    expect(previews.every(({ at }) => at > 1_700_000_000)).toBe(true);
  }
});
