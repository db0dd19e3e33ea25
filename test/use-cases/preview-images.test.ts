import { describe, expect, it } from "vitest";
import { isPinned, readReference } from "../../src/core/config/image-reference.ts";
import type { PreviewConfig } from "../../src/core/config/preview/preview.ts";
import type { Secrets } from "../../src/core/shell/secret.ts";
import type { Asker } from "../../src/use-cases/github.ts";
import { removeImages } from "../../src/use-cases/preview-images.ts";
import { keepImage } from "../../src/use-cases/promoted-image.ts";
import { type ImageRegistryFacts, startImageRegistry } from "../adapters/image-registry.ts";
import { sum } from "../adapters/stored-images.ts";
import { thePreview, theShop } from "../core/config/preview/shop.ts";
import { accessTo, aGithub, head, token } from "../github/support.ts";
import { aFacts, aRegistry, aVersion, factsOfAll, theSecrets } from "../support.ts";

const stay = 'The images of previews stay there: their tags begin with "landfall-" and "latest-landfall-"';
const images = { "acme/shop:latest": "own", "acme/shop:landfall-pr-12-a": "of 12", "acme/shop:landfall-pr-1-a": "of 1" };
const startRegistry = (over: Partial<ImageRegistryFacts> = {}) => startImageRegistry({ images, login: "basic", ...over }, sum);

/** Deploy.yml's registry, with the password of the stand-in. */
const at = (server: string | undefined) => ({
  image: server === undefined ? "acme/shop" : `${server}/acme/shop`,
  registry: aRegistry({ server, username: { literal: "robot" }, password: { secret: "TOKEN" } }),
});
const previewAt = (server: string | undefined): PreviewConfig => ({ ...thePreview(), ...at(server) });
const secrets = theSecrets({ TOKEN: "s3cret" });

function anAsker(github?: Asker["request"]["github"]) {
  const told: string[] = [];
  return {
    told,
    request: { github },
    watcher: { note: (text: string) => void told.push(text) },
    cancel: new AbortController().signal,
  };
}

async function remove(
  config: PreviewConfig,
  over: { readonly secrets?: Secrets; readonly asker?: ReturnType<typeof anAsker> } = {},
) {
  const { asker = anAsker() } = over;
  await removeImages({ config, facts: factsOfAll(aFacts()), secrets: over.secrets ?? secrets }, asker);
  return asker.told;
}

describe("the images of a preview that is gone", () => {
  it("go from its registry, without a word", async () => {
    await using registry = await startRegistry();
    expect(await remove(previewAt(registry.server))).toEqual([]);
    expect([...registry.images.keys()]).toEqual(["acme/shop:latest", "acme/shop:landfall-pr-1-a"]);
  });

  it("go from GitHub's by its API, but for one that a deployment says is live", async () => {
    const [gone, promoted] = [["landfall-pr-12-b"], ["landfall-pr-12-a", "latest-landfall-pr-12"]];
    const packages = [{ kind: "orgs" as const, owner: "acme", name: "shop", images: [gone, promoted] }];
    await using github = await aGithub({
      tokens: [{ ...token, permissions: { packages: "write", deployments: "write" } }],
      packages,
    });
    const { deployments } = github.repository("acme/app");
    const payload = { digest: github.packages[0]?.versions[1]?.digest };
    deployments.create({ ref: head, environment: "production", payload, auto_merge: false, required_contexts: [] });
    deployments.createStatus(deployments.all[0]?.id ?? 0, { state: "success", description: "" });
    expect(await remove(previewAt("ghcr.io"), { asker: anAsker(accessTo(github)) })).toEqual([]);
    expect(github.packages[0]?.versions.map(({ tags }) => tags)).toEqual([promoted]);
    expect(github.faults).toEqual([]);
  });

  it.each<[string, string | undefined, Secrets, string]>([
    ["Docker Hub", undefined, secrets, "The registry of Docker Hub deletes nothing; its pages do"],
    [
      "GitHub",
      "ghcr.io",
      secrets,
      "ghcr.io deletes images only by GitHub's API, and there is no token for that: it takes one in GH_TOKEN or GITHUB_TOKEN, or in the action's input github-token",
    ],
    ["a registry", "127.0.0.1:1", new Map(), "127.0.0.1:1 was not asked to delete images: the secret TOKEN has no value"],
  ])("stay at %s, which is told once", async (_, server, given, why) => {
    expect(await remove(previewAt(server), { secrets: given })).toEqual([`${why}. ${stay}`]);
  });

  it("stay where the registry does not answer, and may be removed later", async () => {
    const registry = await startRegistry();
    await registry[Symbol.asyncDispose]();
    const told = await remove(previewAt(registry.server));
    expect(told.at(-1)).toBe(
      `${registry.server} was not reached to delete images: the connection was refused: nothing listens there (ECONNREFUSED). ${stay}. "landfall preview remove NUMBER" deletes them later`,
    );
  });
});

describe("the image of a preview that the app is given", () => {
  const keep = async (config: ReturnType<typeof theShop>, reference: string) => {
    const read = readReference(reference, config);
    const image = typeof read === "string" ? undefined : { ...read, digest: read.digest };
    if (!image || !isPinned(image)) throw new Error(`${reference} is not one image`);
    const asker = anAsker();
    await keepImage({ config, secrets, image, version: aVersion("a") }, asker);
    return asker.told;
  };
  const digest = sum("of 12");

  it.each([`landfall-pr-12-a@${digest}`, digest])("gets a tag of the app's own: %s", async (reference) => {
    await using registry = await startRegistry();
    const config = { ...theShop(), ...at(registry.server) };
    expect(await keep(config, reference.startsWith("sha") ? reference : `${config.image}:${reference}`)).toEqual([]);
    expect(registry.images.get("acme/shop:a")).toBe("of 12");
  });

  it("does not get one where all of its names are those of other images", async () => {
    const names = ["a", digest.replace(/^sha256:(.{12}).*$/, "sha256-$1")];
    const taken = Object.fromEntries(names.map((name) => [`acme/shop:${name}`, "another"]));
    await using registry = await startRegistry({ images: { ...images, ...taken } });
    const config = { ...theShop(), ...at(registry.server) };
    expect((await keep(config, `${config.image}:landfall-pr-12-a@${digest}`)).join()).toContain(
      ": other images have all the names that it could have. If no other tag holds it,",
    );
  });

  it("may not get it, which is told with what will come of it", async () => {
    await using registry = await startRegistry({ deletes: "not yours" });
    const config = { ...theShop(), ...at(registry.server) };
    const image = `${config.image}:landfall-pr-12-a`;
    expect(await keep(config, `${image}@${digest}`)).toEqual([
      `${registry.server} did not take the tag a for ${image}: it answers 403. If no other tag holds it, it is deleted there together with the preview that it was built for`,
    ]);
  });

  it("is left alone where it is another's: the registry is not even asked", async () => {
    await using registry = await startRegistry();
    const config = { ...theShop(), ...at(registry.server) };
    const unseen = { ...config, landfall: { ...config.landfall, preview: undefined } };
    await keep(config, `${config.image}:latest@${sum("own")}`);
    await keep(config, `other.example.com/acme/shop:landfall-pr-12-a@${digest}`);
    await keep({ ...thePreview(), ...at(registry.server) }, `${config.image}:landfall-pr-12-a@${digest}`);
    await keep(unseen, digest);
    expect(registry.requests).toEqual([]);
  });
});
