import { describe, expect, it } from "vitest";
import { type BuildOptions, buildArguments } from "../../../../src/core/commands/builder/build.ts";
import { targetOf } from "../../../../src/core/commands/builder/target.ts";
import type { Builder, Config } from "../../../../src/core/config/config.ts";
import { Secret } from "../../../../src/core/shell/secret.ts";
import { aConfig, aRegistry, aSecret, aVersion } from "../../../support.ts";
import { thePreview } from "../../config/preview/shop.ts";

const building = (over: Partial<Builder> = {}, config: Partial<Config> = {}): Config =>
  aConfig({ ...config, builder: { ...aConfig().builder, ...over } });
const argumentsOf = (config: Config, options: Partial<BuildOptions> = {}) =>
  buildArguments(config, targetOf(config, { architecture: "amd64" }), aVersion("999"), {
    ...{ cache: true, keepsLayers: true, output: "registry", dirty: false, variables: {} },
    ...options,
  });
const wordsOf = (over: Partial<Builder>, options: Partial<BuildOptions> = {}, config: Partial<Config> = {}): string[] =>
  argumentsOf(building(over, config), options).map((word) => (word instanceof Secret ? word.reveal() : word));
const line = (over: Partial<Builder> = {}, options: Partial<BuildOptions> = {}, config: Partial<Config> = {}): string =>
  wordsOf(over, options, config).join(" ");
const wordAfter = (flag: string, words: readonly string[]): string | undefined => words[words.indexOf(flag) + 1];

describe("building an image", () => {
  it("is one line, as Kamal's", () => {
    expect(line()).toBe(
      "buildx build --output=type=registry --platform linux/amd64 --builder kamal-local-docker-container" +
        " -t acme/app:999 -t acme/app:latest --label service=app --file Dockerfile .",
    );
  });

  it("needs no builder with Docker's own driver", () => {
    expect(line({ driver: "docker" })).not.toContain("--builder");
  });

  it("takes every setting, in Kamal's order", () => {
    const settings = {
      arch: ["amd64", "arm64"],
      args: { RUBY: "3.3", MOTTO: "two words" },
      secrets: ["KEY", "OTHER"],
      dockerfile: "docker/app",
      target: "production",
      ssh: "default",
      provenance: "mode=max",
      sbom: "true",
      context: "./web",
    };
    expect(line(settings, { cache: false }, { destination: "staging", image: "reg.example.com/acme/app" })).toBe(
      "buildx build --output=type=registry --platform linux/amd64,linux/arm64 --builder kamal-local-docker-container" +
        " -t reg.example.com/acme/app:999 -t reg.example.com/acme/app:latest-staging --label service=app" +
        " --build-arg RUBY=3.3 --build-arg MOTTO=two words --secret id=KEY --secret id=OTHER --file docker/app" +
        " --target production --ssh default --provenance mode=max --sbom true --no-cache ./web",
    );
  });

  it.each([
    [
      "the Actions cache",
      { type: "gha", options: "mode=max,scope=app", image: undefined },
      "--cache-to type=gha,mode=max,scope=app,ignore-error=true --cache-from type=gha,scope=app",
    ],
    [
      "the Actions cache as it is",
      { type: "gha", options: undefined, image: undefined },
      "--cache-to type=gha,scope=acme-app-amd64,ignore-error=true --cache-from type=gha,scope=acme-app-amd64",
    ],
    [
      "the Actions cache, and fails where that does",
      { type: "gha", options: "ignore-error=false,scope=app", image: undefined },
      "--cache-to type=gha,ignore-error=false,scope=app --cache-from type=gha,scope=app",
    ],
    [
      "the registry",
      { type: "registry", options: "mode=max", image: undefined },
      "--cache-to type=registry,ref=reg.example.com/acme/app-build-cache,mode=max,ignore-error=true --cache-from type=registry,ref=reg.example.com/acme/app-build-cache",
    ],
    [
      "another image of the registry",
      { type: "registry", options: undefined, image: "acme/cache" },
      "--cache-to type=registry,ref=reg.example.com/acme/cache,ignore-error=true --cache-from type=registry,ref=reg.example.com/acme/cache",
    ],
  ] as const)("keeps its cache in %s", (_, cache, flags) => {
    const registry = aRegistry({ server: "reg.example.com" });
    expect(line({ cache }, {}, { image: "reg.example.com/acme/app", registry })).toContain(`latest ${flags} --label`);
  });

  it.each([
    [
      "the Actions cache",
      { type: "gha", options: "mode=max", image: undefined },
      ["scope=acme-app-amd64-landfall-previews", "scope=acme-app-amd64"],
    ],
    [
      "the Actions cache, in a scope of its own",
      { type: "gha", options: "scope=app,mode=max", image: undefined },
      ["scope=app-landfall-previews", "scope=app"],
    ],
    [
      "the registry",
      { type: "registry", options: "mode=max", image: undefined },
      ["ref=reg.example.com:5000/acme/app-build-cache:landfall-previews", "ref=reg.example.com:5000/acme/app-build-cache"],
    ],
    [
      "a tag of the registry",
      { type: "registry", options: undefined, image: "acme/cache:$BRANCH" },
      ["ref=reg.example.com:5000/acme/cache:main-landfall-previews", "ref=reg.example.com:5000/acme/cache:main"],
    ],
  ] as const)("of a preview reads the app's cache in %s, and writes beside it", (_, cache, [own, ofApp]) => {
    const registry = aRegistry({ server: "reg.example.com:5000" });
    const words = wordsOf(
      { cache },
      { variables: { BRANCH: "main" } },
      { ...thePreview(), image: "reg.example.com:5000/acme/app", registry },
    );
    expect(wordAfter("--cache-to", words)?.split(",")).toContain(own);
    const read = words.flatMap((word, index) => (words[index - 1] === "--cache-from" ? [word] : []));
    expect(read).toEqual([own, ofApp].map((place) => `type=${cache.type},${place}`));
  });

  it("gives each image and its architectures a scope of the Actions cache", () => {
    const cache = { type: "gha", options: "mode=max", image: undefined } as const;
    const words = wordsOf({ cache, arch: ["amd64", "arm64"] }, {}, { image: "acme/shop+admin" });
    expect(wordAfter("--cache-to", words)).toBe("type=gha,mode=max,scope=acme-shop-admin-amd64-arm64,ignore-error=true");
  });

  it("leaves out a cache that cannot be had", () => {
    expect(line({ cache: { type: "gha", options: undefined, image: undefined } }, { keepsLayers: false })).not.toContain(
      "--cache",
    );
  });

  it("fills in the deployer's variables, where Kamal leaves them to the shell", () => {
    const args = { LIVE: "${SEEN}", STILL: "$SEEN $(id)", NONE: "<${MISSING}>" };
    const words = wordsOf({ args, ssh: "default=$SEEN", context: "${MISSING:-./web}" }, { variables: { SEEN: "a b" } });
    expect(words).toEqual(expect.arrayContaining(["LIVE=a b", "STILL=$SEEN $(id)", "NONE=<>", "default=a b"]));
    expect(words.at(-1)).toBe("./web");
  });

  it("sees the secrets of the build among the variables, and shows none", () => {
    const variables = { TOKEN: aSecret("hunter2", "TOKEN") };
    const args = { KEY: "${TOKEN}" };
    expect(wordAfter("--build-arg", wordsOf({ args }, { variables }))).toBe("KEY=hunter2");
    const shown = argumentsOf(building({ args }), { variables }).join(" ");
    expect(shown).toContain('--build-arg [KEY="${TOKEN}"]');
    expect(shown).not.toContain("hunter2");
  });

  it("gives a blank argument by name only, for Docker to take from the environment", () => {
    const words = wordsOf({ args: { KEY: " ", OTHER: "" } });
    expect(words.slice(words.indexOf("--build-arg"), words.indexOf("--file"))).toEqual([
      "--build-arg",
      "KEY",
      "--build-arg",
      "OTHER",
    ]);
  });

  it("leaves out what is blank, or refers to nothing", () => {
    const words = wordsOf({ target: " ", ssh: "", provenance: "$MISSING" });
    expect(words).not.toEqual(expect.arrayContaining([expect.stringMatching(/^--(target|ssh|provenance)/)]));
  });

  it("names the builder, wherever it is", () => {
    expect(line({ remote: "ssh://ann@b", local: false })).toContain(
      "--platform linux/amd64 --builder kamal-remote-ssh---ann-b -t",
    );
  });

  it("says in the tags that it holds what is not committed", () => {
    expect(line({}, { dirty: true, output: "docker" })).toMatch(
      /^buildx build --output=type=docker .* -t acme\/app:999-dirty -t acme\/app:latest-dirty --label/,
    );
  });
});
