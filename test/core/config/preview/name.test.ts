import { describe, expect, it } from "vitest";
import { branchSlug, isPreviewNumber, numberOfPreview } from "../../../../src/core/config/preview/name.ts";
import { previewVolume } from "../../../../src/core/config/preview/volumes.ts";

describe("a branch is called", () => {
  it.each([
    ["main", "main"],
    ["Fix/Cart_total", "fix-cart-total"],
    ["$(reboot)`id`;${HOME}", "reboot-id-home"],
    ["--force--", "force"],
    [`${"a".repeat(39)}-b`, "a".repeat(39)],
    ["дом", undefined],
    ["", undefined],
  ])("%j: %j", (branch, slug) => {
    expect(branchSlug(branch)).toBe(slug);
  });
});

describe("the number of a pull request", () => {
  it.each([0, -1, 1.5, Number.NaN, 2 ** 60])("is not %d", (number) => {
    expect(isPreviewNumber(number)).toBe(false);
  });

  it.each([
    ["shop-pr-12", 12],
    ["shop-pr-0", undefined],
    ["shop-pr-012", undefined],
    ["shop-pr-12-db", undefined],
    ["other-shop-pr-12", undefined],
    ["shop", undefined],
    ["shop-pr-", undefined],
    ["shop-pr-1e3", undefined],
  ])("is told by the service %s: %j", (service, number) => {
    expect(numberOfPreview({ service: "shop" }, service)).toBe(number);
  });
});

describe("in the place of a volume there is", () => {
  it.each([
    ["data:/data", "s-data:/data"],
    ["data:/data:ro", "s-data:/data:ro"],
    ["/srv/a b/:/data:rw,z", "s-srv-a-b:/data:rw,z"],
    ["$PWD/files:/files", "s-PWD-files:/files"],
    ["${HOME:-/root}/x:/x", "s-HOME-root-x:/x"],
    ["/var/run/docker.sock:/var/run/docker.sock:ro", "s-var-run-docker.sock:/var/run/docker.sock:ro"],
    ["/etc/../srv/data:/data:ro", "s-etc-..-srv-data:/data:ro"],
    ["/etc/app.yml:/app.yml", "s-etc-app.yml:/app.yml"],
    ["/:/host", "s-data:/host"],
  ])("for %j one of its own: %j", (volume, own) => {
    expect(previewVolume("s", volume)).toBe(own);
  });

  it.each(["/etc/localtime:/etc/localtime:ro", "/usr/share/zoneinfo:/zone:z,ro", "/cache"])("for %j the same", (volume) => {
    expect(previewVolume("s", volume)).toBe(volume);
  });
});
