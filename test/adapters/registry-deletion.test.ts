import { describe, expect, it } from "vitest";
import { deleteTags } from "../../src/adapters/registry/deletion.ts";
import { tagBeside } from "../../src/adapters/registry/tagging.ts";
import { isDigest, isPinned, readReference } from "../../src/core/config/image-reference.ts";
import { aConfig, aSecret } from "../support.ts";
import { type ImageRegistry, type ImageRegistryFacts, startImageRegistry } from "./image-registry.ts";
import { sum } from "./stored-images.ts";

const manifest = (mark: string): string => JSON.stringify({ schemaVersion: 2, mark });
/** The app's own, two versions of preview 12, of which the second was promoted, and one of preview 1. */
const images = {
  "acme/shop:1": manifest("own"),
  "acme/shop:2": manifest("promoted"),
  "acme/shop:landfall-pr-1-b": manifest("other"),
  "acme/shop:landfall-pr-12-a": manifest("first"),
  "acme/shop:landfall-pr-12-b": manifest("promoted"),
  "acme/shop:latest-landfall-pr-12": manifest("first"),
};
const names = Object.keys(images);
const mine = names.filter((name) => name.includes("landfall-pr-12"));
const others = names.filter((name) => !mine.includes(name));

const aRegistry = (over: Partial<ImageRegistryFacts> = {}) => startImageRegistry({ images, ...over }, sum);
const robot = { server: undefined, username: "robot", password: aSecret("s3cret") };
const signal = AbortSignal.timeout(20_000);
const isOurs = (tag: string): boolean => /landfall-pr-12(-|$)/.test(tag);

function image({ server }: ImageRegistry, reference = "") {
  const read = readReference(`${server}/acme/shop${reference}`, aConfig());
  if (typeof read === "string") throw new Error(read);
  return read;
}
const deleteAt = (registry: ImageRegistry, inUse: readonly string[] = []) =>
  deleteTags(
    { image: image(registry), login: robot, isOurs, isInUse: (digest) => inUse.includes(digest) },
    { signal, tell: () => {} },
  );

describe("deleting the tags of a preview", () => {
  it("takes them one by one where the registry lets them go, and leaves what else the images are called", async () => {
    await using registry = await aRegistry();
    expect(await deleteAt(registry)).toEqual({ kept: [] });
    expect([...registry.images.keys()]).toEqual(others);
  });

  it.each(["basic", "token"] as const)("shows a password only to who asks for it, and for each right anew: %s", async (login) => {
    await using registry = await aRegistry({ login });
    await deleteAt(registry);
    expect([...registry.images.keys()]).toEqual(others);
    expect(registry.requests[0]).toMatch(/^GET \/v2\/acme\/shop\/tags\/list\S* nobody$/);
  });

  it("takes whole images where the registry only deletes those, but none that has another tag", async () => {
    await using registry = await aRegistry({ deletes: "images" });
    expect(await deleteAt(registry)).toEqual({ kept: ["landfall-pr-12-b"] });
    expect([...registry.images.keys()]).toEqual([...others, "acme/shop:landfall-pr-12-b"].toSorted());
  });

  it.each(["tags", "images"] as const)("leaves an image that a server has for somebody else: by %s", async (deletes) => {
    await using registry = await aRegistry({ deletes, images: { ...images, "acme/shop:2": manifest("own") } });
    expect(await deleteAt(registry, [sum(manifest("promoted"))])).toEqual({ kept: ["landfall-pr-12-b"] });
    expect([...registry.images.keys()]).toEqual([...others, "acme/shop:landfall-pr-12-b"].toSorted());
  });

  it("finds them on whatever page of the list they are", async () => {
    await using registry = await aRegistry({ tagsPerPage: 1 });
    await deleteAt(registry);
    expect([...registry.images.keys()]).toEqual(others);
  });

  it("is over where there is nothing", async () => {
    await using registry = await aRegistry({ images: {} });
    expect(await deleteAt(registry)).toEqual({ kept: [] });
    expect(registry.requests).toHaveLength(1);
  });

  it.each([
    ["nothing", 405],
    ["not yours", 403],
  ] as const)("says what the registry said that deletes %s, having changed nothing", async (deletes, status) => {
    await using registry = await aRegistry({ deletes });
    expect(await deleteAt(registry)).toMatchObject({ obstacle: { kind: "refused", status } });
    expect([...registry.images.keys()]).toEqual(names);
  });

  it("says where it did not look through all tags, having deleted what it saw", async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`acme/shop:x${index}`, manifest("own")]));
    await using registry = await aRegistry({ images: { ...images, ...many }, tagsPerPage: 1 });
    expect(await deleteAt(registry)).toEqual({ kept: [], obstacle: { kind: "unread", tags: 50 } });
    expect([...registry.images.keys()]).toEqual([...others, ...Object.keys(many)]);
  });

  it("deletes no whole image where there are too many others to ask about", async () => {
    const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`acme/shop:v${index}`, manifest("own")]));
    await using registry = await aRegistry({ deletes: "images", images: { ...many, ...images } });
    expect(await deleteAt(registry)).toMatchObject({ obstacle: { kind: "too many", tags: 504 } });
    expect(registry.images.size).toBe(501 + names.length);
  });

  it("deletes no whole image where the registry does not say what another tag is", async () => {
    await using registry = await aRegistry({ deletes: "images", tellsDigest: false });
    const asked = registry.requests.length;
    registry.breakAt(/HEAD .*manifests\/2 /, 503);
    await expect(deleteAt(registry)).rejects.toThrow("it answers 503 when it is asked for the tag 2");
    expect(
      registry.requests
        .slice(asked)
        .filter((request) => request.startsWith("DELETE"))
        .join(),
    ).not.toContain("sha256");
    expect([...registry.images.keys()]).toEqual(names);
  });
});

describe("an image that was built for a preview", () => {
  const tag = async (registry: ImageRegistry, reference: string, free = ["b", "sha256-12"]) => {
    const named = image(registry, reference);
    const digest = named.digest ?? sum(registry.images.get(`acme/shop:${named.tag}`) ?? "");
    const pinned = { ...named, digest: isDigest(digest) ? digest : undefined };
    if (!isPinned(pinned)) throw new Error(`${digest} is no digest`);
    return tagBeside({ image: pinned, login: robot, isTheirs: isOurs, names: free }, { signal, tell: () => {} });
  };

  it.each(["none", "basic", "token"] as const)("is given another tag, byte for byte: %s", async (login) => {
    await using registry = await aRegistry({ login });
    expect(await tag(registry, ":landfall-pr-12-b")).toBeUndefined();
    expect(registry.images.get("acme/shop:b")).toBe(manifest("promoted"));
  });

  it("is found by its digest alone", async () => {
    await using registry = await aRegistry();
    expect(await tag(registry, `@${sum(manifest("first"))}`)).toBeUndefined();
    expect(registry.images.get("acme/shop:b")).toBe(manifest("first"));
  });

  it("is not tagged twice", async () => {
    await using registry = await aRegistry();
    await tag(registry, ":landfall-pr-12-b", ["2"]);
    expect(registry.requests.filter((request) => request.startsWith("PUT"))).toEqual([]);
  });

  it("takes no tag from another image", async () => {
    await using registry = await aRegistry();
    expect(await tag(registry, ":landfall-pr-12-b", ["1", "sha256-12"])).toBeUndefined();
    expect(registry.images.get("acme/shop:1")).toBe(manifest("own"));
    expect(registry.images.get("acme/shop:sha256-12")).toBe(manifest("promoted"));
    expect(await tag(registry, ":landfall-pr-12-a", ["1", "2"])).toBe("taken");
  });

  it("is told of where the registry does not take the tag", async () => {
    await using registry = await aRegistry({ deletes: "not yours" });
    expect(await tag(registry, ":landfall-pr-12-b")).toBe(403);
  });

  it.each([":1", `@${sum(manifest("own"))}`])("is another than %s, which is left as it is", async (reference) => {
    await using registry = await aRegistry();
    expect(await tag(registry, reference)).toBeUndefined();
    expect([...registry.images.keys()]).toEqual(names);
  });
});
