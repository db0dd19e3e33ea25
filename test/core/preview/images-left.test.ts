import { expect, it } from "vitest";
import { type ImagesObstacle, imagesKept, imagesLeft } from "../../../src/core/preview/images-left.ts";

it.each<[ImagesObstacle, string]>([
  [{ kind: "hub" }, "The registry of Docker Hub deletes nothing; its pages do."],
  [
    { kind: "no token" },
    "r.example.com deletes images only by GitHub's API, and there is no token for that: it takes one in GH_TOKEN or GITHUB_TOKEN, or in the action's input github-token.",
  ],
  [{ kind: "no password", secret: "TOKEN" }, "r.example.com was not asked to delete images: the secret TOKEN has no value."],
  [{ kind: "unlisted", status: 403 }, "r.example.com does not list its tags to ann (it answers 403)."],
  [{ kind: "refused", status: 401 }, "r.example.com does not let ann delete images (it answers 401)."],
  [{ kind: "refused", status: 405 }, "r.example.com deletes no images as it is set up (it answers 405)."],
  [{ kind: "unreachable", reason: "it hung up" }, "r.example.com was not reached to delete images: it hung up."],
  [{ kind: "unread", tags: 5000 }, "r.example.com has more tags than were looked through (5000)."],
  [{ kind: "too many", tags: 501 }, "r.example.com deletes no tags, only images with all of their tags, and"],
])("says why images stay: %j", (obstacle, words) => {
  const text = imagesLeft("r.example.com", "ann", obstacle);
  expect(text).toContain(words);
  expect(text).toContain('The images of previews stay there: their tags begin with "landfall-" and "latest-landfall-"');
});

it("says what was not looked through", () => {
  expect(imagesLeft("ghcr.io", undefined, { kind: "unseen", images: 2000 })).toBe(
    'ghcr.io may have more images than were looked through (2000). Images of previews among the others stay there: their tags begin with "landfall-" and "latest-landfall-"',
  );
});

it("says which tags stay as somebody else has the same images", () => {
  expect(imagesKept("r.example.com", ["landfall-pr-12-a"])).toBe(
    "landfall-pr-12-a stays at r.example.com: the app, or another preview, has the same image",
  );
  expect(imagesKept("r.example.com", ["b", "a"])).toContain("a, b stay at");
});
