import { describe, expect, it } from "vitest";
import {
  type ImageReference,
  isAtRegistry,
  isOwnImage,
  isPinned,
  namedImage,
  pinnedImage,
  readReference,
  versionOfImage,
} from "../../../src/core/config/image-reference.ts";
import { aConfig, aRegistry } from "../../support.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const config = aConfig({ image: "ghcr.io/acme/shop", registry: aRegistry({ server: "ghcr.io" }) });

function read(text: string): ImageReference {
  const found = readReference(text, config);
  if (typeof found === "string") throw new Error(found);
  return found;
}

function pinned(text: string) {
  const found = read(text);
  if (!isPinned(found)) throw new Error(`${text} has no digest`);
  return found;
}

describe("an image by its name", () => {
  it.each([
    ["nginx:1.27", "docker.io", "library/nginx", "1.27"],
    ["acme/shop:build-77", "docker.io", "acme/shop", "build-77"],
    ["docker.io/nginx:1", "docker.io", "library/nginx", "1"],
    ["index.docker.io/acme/shop:1", "docker.io", "acme/shop", "1"],
    ["ghcr.io/acme/shop", "ghcr.io", "acme/shop", undefined],
    ["ghcr.io/acme/deep/er/shop:v1.2_3-x", "ghcr.io", "acme/deep/er/shop", "v1.2_3-x"],
    ["10.0.0.2:5000/acme/shop:1", "10.0.0.2:5000", "acme/shop", "1"],
    ["10.0.0.2:5000/shop", "10.0.0.2:5000", "shop", undefined],
    ["[fd00::2]:5000/shop:1", "[fd00::2]:5000", "shop", "1"],
    ["localhost/shop:1", "localhost", "shop", "1"],
    ["LOCAL/shop:1", "LOCAL", "shop", "1"],
    ["my__own/image.name/a--b:1", "docker.io", "my__own/image.name/a--b", "1"],
  ])("is read as Docker reads it: %s", (text, server, path, tag) => {
    expect(read(text)).toEqual({ server, path, tag, digest: undefined });
  });

  it("may have a digest, with or without a tag", () => {
    expect(read(`acme/shop@${digest}`)).toMatchObject({ path: "acme/shop", tag: undefined, digest });
    expect(read(`acme/shop:1@${digest}`)).toMatchObject({ path: "acme/shop", tag: "1", digest });
    expect(pinnedImage(pinned(`acme/shop:1@${digest}`))).toBe(`docker.io/acme/shop:1@${digest}`);
  });

  it("is deploy.yml's image when there is but a tag or a digest", () => {
    expect(read("v1.2")).toEqual({ server: "ghcr.io", path: "acme/shop", tag: "v1.2", digest: undefined });
    expect(read(digest)).toEqual({ server: "ghcr.io", path: "acme/shop", tag: undefined, digest });
    expect(read(`@${digest}`)).toEqual(read(digest));
    expect(namedImage(read("v1.2"))).toBe("ghcr.io/acme/shop:v1.2");
  });

  it.each([
    ["", "it is not written as"],
    ["@", "behind the @ comes sha256:"],
    ["acme/", "it is not written as"],
    ["acme/shop:", "a tag has"],
    ["acme/shop:-1", "a tag has"],
    [`acme/shop:${"x".repeat(129)}`, "a tag has"],
    ["acme/shop@", "behind the @"],
    ["acme/shop@sha256:12", "behind the @"],
    [`acme/shop@sha512:${"0".repeat(128)}`, "behind the @"],
    [`acme/shop@${digest}@${digest}`, "behind the @"],
    ["acme/Shop:1", "lower case"],
    ["https://ghcr.io/acme/shop", '"https:" cannot be a registry'],
    ["-ghcr.io/acme/shop", "cannot be a registry"],
    ["acme//shop:1", "it is not written as"],
    ["acme/shop; reboot", "it is not written as"],
    ["acme/a__-b:1", "it is not written as"],
    [`acme/${"x".repeat(300)}:1`, "longer than 255"],
  ])("is none, in words: %j", (text, reason) => {
    expect(readReference(text, config)).toContain(reason);
  });
});

describe("the version that an image becomes", () => {
  it.each([
    [`acme/shop:build-77@${digest}`, "build-77"],
    [`acme/shop@${digest}`, "sha256-0123456789ab"],
    [`acme/shop:latest@${digest}`, "sha256-0123456789ab"],
    [`acme/shop:latest-staging@${digest}`, "sha256-0123456789ab"],
    [`acme/shop:latestish@${digest}`, "latestish"],
    [`acme/shop:landfall-pr-12-build-77@${digest}`, "build-77"],
    [`acme/shop:landfall-staging-pr-12-build-77@${digest}`, "build-77"],
    [`acme/shop:latest-landfall-pr-12@${digest}`, "sha256-0123456789ab"],
  ])("of %s is %s", (text, version) => {
    expect(versionOfImage(pinned(text))).toBe(version);
  });
});

describe("where an image is", () => {
  it.each([
    ["ghcr.io", "ghcr.io/others/app:1", true],
    ["ghcr.io", "quay.io/acme/shop:1", false],
    ["ghcr.io/acme", "ghcr.io/others/app:1", true],
    [undefined, "acme/shop:1", true],
    ["index.docker.io", "acme/shop:1", true],
    [undefined, "ghcr.io/acme/shop:1", false],
  ])("with the registry %s, the one of %s is the one to log in to: %s", (server, text, is) => {
    expect(isAtRegistry({ registry: aRegistry({ server }) }, read(text))).toBe(is);
  });

  it("is where the service's own images are only if its whole name is theirs", () => {
    expect(isOwnImage(config, read("ghcr.io/acme/shop:1"))).toBe(true);
    expect(isOwnImage(config, read("ghcr.io/acme/other:1"))).toBe(false);
    expect(isOwnImage({ image: "acme/shop" }, read("docker.io/acme/shop:1"))).toBe(true);
  });
});
