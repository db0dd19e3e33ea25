import { describe, expect, it } from "vitest";
import { buildArguments, builderName, createArguments } from "../../../src/core/commands/builder.ts";
import type { Builder, Config } from "../../../src/core/config/config.ts";
import { aConfig, aRegistry, aVersion } from "../../support.ts";

const building = (over: Partial<Builder> = {}, config: Partial<Config> = {}): Config =>
  aConfig({ ...config, builder: { ...aConfig().builder, ...over } });
const line = (over: Partial<Builder> = {}, config: Partial<Config> = {}, options = { cache: true }): string =>
  buildArguments(building(over, config), aVersion("999"), options).join(" ");

describe("building an image", () => {
  it("is one line, as Kamal's", () => {
    expect(line()).toBe(
      "buildx build --output=type=registry --platform linux/amd64 --builder kamal-local-docker-container" +
        " -t acme/app:999 -t acme/app:latest --label service=app --file Dockerfile .",
    );
  });

  it("needs no builder with Docker's own driver", () => {
    expect(line({ driver: "docker" })).not.toContain("--builder");
    expect(builderName(building({ driver: "docker" }))).toBeUndefined();
  });

  it("takes every setting, in Kamal's order", () => {
    const settings = {
      arch: ["amd64", "arm64"],
      args: { RUBY: "3.3", MOTTO: "two words" },
      secrets: ["KEY", "OTHER"],
      dockerfile: "docker/app",
      target: "production",
      ssh: "default=$SSH_AUTH_SOCK",
      provenance: "mode=max",
      sbom: "true",
      context: "./web",
    };
    expect(line(settings, { destination: "staging", image: "reg.example.com/acme/app" }, { cache: false })).toBe(
      "buildx build --output=type=registry --platform linux/amd64,linux/arm64 --builder kamal-local-docker-container" +
        " -t reg.example.com/acme/app:999 -t reg.example.com/acme/app:latest-staging --label service=app" +
        " --build-arg RUBY=3.3 --build-arg MOTTO=two words --secret id=KEY --secret id=OTHER --file docker/app" +
        " --target production --ssh default=$SSH_AUTH_SOCK --provenance mode=max --sbom true --no-cache ./web",
    );
  });

  it.each([
    [
      "the Actions cache",
      { type: "gha", options: "mode=max,scope=app", image: undefined },
      "--cache-to type=gha,mode=max,scope=app --cache-from type=gha,scope=app",
    ],
    [
      "the Actions cache as it is",
      { type: "gha", options: undefined, image: undefined },
      "--cache-to type=gha --cache-from type=gha",
    ],
    [
      "the registry",
      { type: "registry", options: "mode=max", image: undefined },
      "--cache-to type=registry,ref=reg.example.com/acme/app-build-cache,mode=max --cache-from type=registry,ref=reg.example.com/acme/app-build-cache",
    ],
    [
      "another image of the registry",
      { type: "registry", options: undefined, image: "acme/cache" },
      "--cache-to type=registry,ref=reg.example.com/acme/cache --cache-from type=registry,ref=reg.example.com/acme/cache",
    ],
  ] as const)("keeps its cache in %s", (_, cache, flags) => {
    const registry = aRegistry({ server: "reg.example.com" });
    expect(line({ cache }, { image: "reg.example.com/acme/app", registry })).toContain(`latest ${flags} --label`);
  });

  it("makes the builder that Kamal would make", () => {
    const local = building({}, { registry: aRegistry({ local: true }) });
    expect(createArguments(building(), "kamal-local-docker-container").join(" ")).toBe(
      "buildx create --name kamal-local-docker-container --driver=docker-container",
    );
    expect(builderName(local)).toBe("kamal-local-registry-docker-container");
    expect(createArguments(local, "b").join(" ")).toBe(
      "buildx create --name b --driver=docker-container --driver-opt network=host",
    );
  });
});
