import { describe, expect, it } from "vitest";
import { digestOf, originOf } from "../../../src/core/host/origin.ts";
import { readSavedFacts } from "../../../src/core/host/saved-facts.ts";
import { aConfig, aContainer, aDigest, aFacts, aRole, aVersion, factsOfAll } from "../../support.ts";

const config = aConfig({ roles: [aRole({ hosts: ["a", "b"] })] });
const version = aVersion("999");
const [one, two] = [aDigest("1"), aDigest("2")];
const image = (digest: ReturnType<typeof aDigest> | undefined, tag = "999") => ({
  ...{ id: `id${tag}`, repository: "acme/app", tag },
  ...(digest && { digest }),
});
const adopted = (origin: string, name = "acme/app:999") => aContainer({ version: "999", image: name, origin });

describe("the digest of a version's image", () => {
  it("is what Docker remembers from the registry", () => {
    const facts = factsOfAll(aFacts("a", { images: [image(two, "998"), image(one)] }), aFacts("b", { images: [image(one)] }));
    expect(digestOf(config, version, facts)).toBe(one);
  });

  it("is the one that all servers know, where one knows several", () => {
    const facts = factsOfAll(aFacts("a", { images: [image(one), image(two)] }), aFacts("b", { images: [image(two)] }));
    expect(digestOf(config, version, facts)).toBe(two);
  });

  it("is not known where servers differ, or none of them knows", () => {
    const differing = factsOfAll(aFacts("a", { images: [image(one)] }), aFacts("b", { images: [image(two)] }));
    expect(digestOf(config, version, differing)).toBeUndefined();
    expect(digestOf(config, version, factsOfAll(aFacts("a", { images: [image(undefined)] })))).toBeUndefined();
    expect(digestOf(config, version, new Map())).toBeUndefined();
  });

  it("is what its container tells where the image came from another repository", () => {
    const containers = [adopted(`ghcr.io/acme/other:77@${one}`)];
    expect(digestOf(config, version, factsOfAll(aFacts("a", { containers, images: [image(undefined)] })))).toBe(one);
  });
});

describe("where a version's image comes from", () => {
  const origin = `ghcr.io/acme/other:77@${one}`;
  const onB = (...containers: ReturnType<typeof adopted>[]) => factsOfAll(aFacts("a"), aFacts("b", { containers }));

  it("is told by its container on any server", () => {
    expect(originOf(config, version, onB(adopted(origin)))).toEqual({
      ...{ server: "ghcr.io", path: "acme/other", tag: "77", digest: one },
    });
  });

  it.each([
    ["was built for the service", adopted("")],
    ["is of an image that has the version's name no more", adopted(origin, "8fde2fa8c7d9")],
    ["is another version's", adopted(origin, "acme/app:998")],
    ["is another service's", { ...adopted(origin), service: "other" }],
    ["says what is no image", adopted("what ever")],
    ["names an image that may be another by now", adopted("ghcr.io/acme/other:77")],
  ])("is not told by a container that %s", (_, container) => {
    expect(originOf(config, version, onB(container))).toBeUndefined();
  });
});

describe("saved facts", () => {
  it("of a time when nobody asked for digests can be read still", () => {
    const saved = { servers: [aFacts("a", { images: [image(undefined)], containers: [aContainer()] })] };
    expect([...readSavedFacts(JSON.stringify(saved)).keys()]).toEqual(["a"]);
  });

  it("keep digests", () => {
    const facts = factsOfAll(aFacts("a", { images: [image(one)] }));
    const read = readSavedFacts(JSON.stringify({ servers: [...facts.values()] }));
    expect(digestOf(config, version, read)).toBe(one);
  });
});
