import { expect, it } from "vitest";
import { imagesInUse } from "../../../src/core/preview/images-in-use.ts";
import { aContainer, aDigest, aFacts, factsOfAll } from "../../support.ts";
import { thePreview } from "../config/preview/shop.ts";

const [one, two, three, four] = ["1", "2", "3", "4"].map(aDigest);
const anImage = (id: string, tag: string, digest = one) => ({ id, repository: "acme/shop", tag, digest });
const own = aContainer({ id: "c1", service: "shop-pr-12", image: "acme/shop:landfall-pr-12-a" });
const inUse = (over: Parameters<typeof aFacts>[1]) => [...imagesInUse(thePreview(), factsOfAll(aFacts("web1", over)))].sort();

it("no image is in use that only the preview has", () => {
  const images = [anImage("i1", "landfall-pr-12-a"), anImage("i1", "latest-landfall-pr-12"), anImage("i2", "<none>", two)];
  expect(inUse({ containers: [own], images })).toEqual([]);
});

it("an image is in use that the app, or another preview, has a tag for on a server", () => {
  const images = [
    ...[anImage("i1", "landfall-pr-12-a"), anImage("i1", "v1")],
    ...[anImage("i2", "landfall-pr-12-b", two), anImage("i2", "landfall-pr-1-b", two)],
    anImage("i3", "landfall-pr-12-c", three),
  ];
  expect(inUse({ images })).toEqual([one, two]);
});

it("an image is in use that the app runs, though its tag has gone to another", () => {
  const containers = [own, aContainer({ id: "c2", service: "shop", image: "222222222222" })];
  const images = [
    anImage("i1", "landfall-pr-12-a"),
    anImage("222222222222", "<none>", two),
    anImage("i3", "landfall-pr-12-c", three),
  ];
  expect(inUse({ containers, images })).toEqual([two]);
});

it("an image is in use that a container of another service was made from, running or not", () => {
  const origin = `acme/shop:landfall-pr-12-a@${four}`;
  const promoted = aContainer({ id: "c2", service: "shop", state: "exited", image: "acme/shop:gone", origin });
  expect(inUse({ containers: [own, promoted, aContainer({ id: "c3", service: "", origin: "no image at all" })] })).toEqual([
    four,
  ]);
  expect(inUse({ containers: [{ ...own, origin }] })).toEqual([]);
});
