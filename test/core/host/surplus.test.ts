import { describe, expect, it } from "vitest";
import type { Config } from "../../../src/core/config/config.ts";
import type { Container, Facts } from "../../../src/core/host/facts.ts";
import { surplusOf } from "../../../src/core/host/surplus.ts";
import { aConfig, aContainer, aDigest, aFacts, aProxyContainer, aVersion } from "../../support.ts";

const surplus = (facts: Partial<Facts>, over: Partial<Config> = {}, stopped: readonly string[] = []) =>
  surplusOf(aConfig(over), aVersion("999"), aFacts("1.1.1.1", facts), new Set(stopped));

describe("the containers that need not be kept", () => {
  const exited = (...versions: string[]): Container[] => versions.map((version) => aContainer({ version, state: "exited" }));
  const ids = (containers: Container[], ...rest: [Partial<Config>?, string[]?]) => surplus({ containers }, ...rest).containers;

  it("are those that have stopped, but for the newest five", () => {
    expect(ids(exited("7", "6", "5", "4", "3", "2", "1"))).toEqual(["id-2", "id-1"]);
  });

  it("are as many as the config says", () => {
    expect(ids(exited("3", "2", "1"), { retainContainers: 1 })).toEqual(["id-2", "id-1"]);
    expect(ids(exited("3", "2", "1"), { retainContainers: 0 })).toEqual(["id-3", "id-2", "id-1"]);
  });

  it.each(["created", "exited", "dead"])("are those that are %s", (state) => {
    expect(ids([aContainer({ state })], { retainContainers: 0 })).toEqual(["id-123"]);
  });

  it.each(["running", "restarting", "paused", "removing"])("are not those that are %s", (state) => {
    expect(ids([aContainer({ state })], { retainContainers: 0 })).toEqual([]);
  });

  it("are counted with those that are about to stop", () => {
    expect(ids([aContainer({ version: "9" }), ...exited("8", "7")], { retainContainers: 1 }, ["id-9"])).toEqual(["id-8", "id-7"]);
  });

  it("are counted over all roles and destinations of the service, as Kamal counts", () => {
    const workers = aContainer({ role: "workers", version: "8", state: "exited" });
    const staging = aContainer({ destination: "staging", version: "7", state: "exited" });
    expect(ids([workers, staging, ...exited("6")], { retainContainers: 1 })).toEqual(["id-7", "id-6"]);
  });

  it("are never another service's, nor the proxy", () => {
    const other = aContainer({ service: "other", state: "exited" });
    expect(ids([other, aProxyContainer(undefined, "exited")], { retainContainers: 0 })).toEqual([]);
  });
});

describe("the images that need not be kept", () => {
  const image = (tag: string, id = `id${tag}`, repository = "acme/app") => ({ id, repository, tag });
  const made = (from: string, state = "exited"): Container => aContainer({ image: from, state, id: `from ${from}` });

  it("are those that no container was made from", () => {
    const images = [image("999"), image("3"), image("2"), image("1")];
    expect(surplus({ images, containers: [made("acme/app:3", "running"), made("acme/app:2")] }).images).toEqual(["acme/app:1"]);
  });

  it("are named once, however many digests they have", () => {
    const images = ["1", "2"].map((digit) => ({ ...image("1"), digest: aDigest(digit) }));
    expect(surplus({ images, containers: [] }).images).toEqual(["acme/app:1"]);
  });

  it("are also those of the containers that go", () => {
    const containers = [made("acme/app:2"), made("acme/app:1")];
    expect(surplus({ images: [image("2"), image("1")], containers }, { retainContainers: 1 }).images).toEqual(["acme/app:1"]);
  });

  it("are not the version that has just been made live, nor the latest of any destination", () => {
    const images = [image("999"), image("latest"), image("latest-staging")];
    expect(surplus({ images }).images).toEqual([]);
    expect(surplus({ images }, { destination: "staging" }).images).toEqual([]);
  });

  it("are those without a tag, by their ids, unless a container or the new version needs them", () => {
    const images = [
      image("<none>", "ee10d06ea286"),
      image("<none>", "8fde2fa8c7d9"),
      image("<none>", "0541af8ce855"),
      image("999", "0541af8ce855"),
    ];
    expect(surplus({ images, containers: [made("8fde2fa8c7d9", "running")] }).images).toEqual(["ee10d06ea286"]);
  });

  it("are not those that Docker knows a container's image by the id of", () => {
    expect(surplus({ images: [image("old", "8fde2fa8c7d9")], containers: [made("8fde2fa8c7d9")] }).images).toEqual([]);
  });

  it("are never another repository's", () => {
    expect(surplus({ images: [image("1", "i1", "acme/other"), image("1", "i2", "acme/app-build-cache")] }).images).toEqual([]);
  });

  it("are found by their short names where they are Docker Hub's", () => {
    const images = [image("1"), image("2"), image("latest"), image("999")];
    const containers = [made("acme/app:2", "running")];
    expect(surplus({ images, containers }, { image: "docker.io/acme/app" }).images).toEqual(["acme/app:1"]);
  });
});
