import { describe, expect, it } from "vitest";
import { containersOf, currentContainer, imageIdOf, proxyOf, versionOf } from "../../../src/core/host/facts.ts";
import { aConfig, aContainer, aFacts, aProxyContainer, aRole } from "../../support.ts";

const config = aConfig();
const role = aRole();

describe("what serves now", () => {
  const images = [
    { id: "8fde2fa8c7d9", repository: "acme/app", tag: "1" },
    { id: "ee10d06ea286", repository: "acme/app", tag: "2" },
    { id: "8fde2fa8c7d9", repository: "acme/app", tag: "latest" },
  ];
  const serving = (...containers: ReturnType<typeof aContainer>[]): string | undefined =>
    currentContainer(aFacts("1.1.1.1", { containers, images }), config, role)?.name;

  it("is the newest that runs the image that is tagged latest", () => {
    expect(serving(aContainer({ version: "2" }), aContainer({ version: "1" }))).toBe("app-web-1");
  });

  it("is the newest that runs where none runs that image", () => {
    expect(serving(aContainer({ version: "2" }), aContainer({ version: "0" }))).toBe("app-web-2");
  });

  it("is nothing that has stopped, whatever its image", () => {
    expect(serving(aContainer({ version: "1", state: "exited" }), aContainer({ version: "2" }))).toBe("app-web-2");
    expect(serving(aContainer({ version: "1", state: "exited" }))).toBeUndefined();
  });

  it("is one that Docker keeps starting again, too", () => {
    expect(serving(aContainer({ version: "2", state: "restarting" }))).toBe("app-web-2");
  });

  it("is known by its image's id where the tag has gone to another", () => {
    expect(serving(aContainer({ version: "2" }), aContainer({ version: "7", image: "8fde2fa8c7d9" }))).toBe("app-web-7");
  });
});

describe("the containers of a role", () => {
  it("are those of its service, its name and its destination, in their order", () => {
    const containers = [
      aContainer({ version: "2" }),
      aContainer({ version: "3", destination: "staging" }),
      aContainer({ version: "4", role: "workers" }),
      aContainer({ version: "5", service: "other" }),
      aContainer({ version: "1", state: "exited" }),
      aProxyContainer(),
    ];
    const facts = aFacts("1.1.1.1", { containers });
    const names = (destination?: string) => containersOf(facts, aConfig({ destination }), role).map(({ name }) => name);
    expect(names()).toEqual(["app-web-2", "app-web-1"]);
    expect(names("staging")).toEqual(["app-web-staging-3"]);
  });
});

describe("a container's version", () => {
  it.each([
    ["app-web-999", "999"],
    ["app-web-999_replaced_0123456789abcdef", "999"],
    ["app-web-999_failed_0123456789abcdef", "999"],
    ["app-web-v1.2-rc", "v1.2-rc"],
    ["app-web-", undefined],
    ["web-999", undefined],
  ])("of %s is %s", (name, version) => {
    expect(versionOf(aContainer({ name }), config, role)).toBe(version);
  });

  it("comes after the destination", () => {
    expect(versionOf(aContainer({ destination: "staging" }), aConfig({ destination: "staging" }), role)).toBe("123");
  });
});

describe("an image's id", () => {
  const facts = aFacts("1.1.1.1", { images: [{ id: "8fde2fa8c7d9", repository: "acme/app", tag: "1" }] });

  it.each([
    ["acme/app:1", "8fde2fa8c7d9"],
    ["8fde2fa8c7d9", "8fde2fa8c7d9"],
    ["sha256:8fde2fa8c7d9", "8fde2fa8c7d9"],
    ["acme/app:2", undefined],
    ["other/app:1", undefined],
    ["", undefined],
    ["sha256", undefined],
  ])("is found by %j as %s", (name, id) => {
    expect(imageIdOf(facts, name)).toBe(id);
  });

  it("is found by the whole of it, of which Docker shows the beginning", () => {
    expect(imageIdOf(facts, `sha256:8fde2fa8c7d9${"0".repeat(52)}`)).toBe("8fde2fa8c7d9");
  });
});

describe("the proxy", () => {
  it("is known by its name, running or not", () => {
    const stopped = aFacts("1.1.1.1", { containers: [aProxyContainer("basecamp/kamal-proxy:v0.9.2", "exited")] });
    expect(proxyOf(aFacts(), "kamal-proxy")?.running).toBe(true);
    expect(proxyOf(stopped, "kamal-proxy")).toMatchObject({ running: false, image: "basecamp/kamal-proxy:v0.9.2" });
    expect(proxyOf(aFacts("1.1.1.1", { containers: [aContainer()] }), "kamal-proxy")).toBeUndefined();
  });
});
