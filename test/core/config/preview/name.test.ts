import { describe, expect, it } from "vitest";
import { branchSlug, isPreviewNumber, numberOfPreview, previewService } from "../../../../src/core/config/preview/name.ts";
import { previewVolume } from "../../../../src/core/config/preview/volumes.ts";
import { aNumber } from "./shop.ts";

describe("a branch is called", () => {
  it.each([
    ["main", "main"],
    ["Fix/Cart_total", "fix-cart-total"],
    ["$(reboot)`id`;${HOME}", "reboot-id-home"],
    ["--force--", "force"],
    [`${"a".repeat(39)}-b`, "a".repeat(39)],
    ["Füße/Ÿ_é", "fu-e-y-e"],
    ["dependabot/npm_and_yarn/vite-5.0.1", "dependabot-npm-and-yarn-vite-5-0-1"],
    ["renovate/@types/node-24.x", "renovate-types-node-24-x"],
    ["дом", "branch"],
    ["../../etc\n;--host=x", "etc-host-x"],
    ["", "branch"],
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
    expect(numberOfPreview({ service: "shop", destination: undefined }, service)).toBe(number);
  });

  it("stands behind the destination's name where the app has one", () => {
    const staging = { service: "shop", destination: "staging" };
    expect(previewService(staging, aNumber(12))).toBe("shop-staging-pr-12");
    expect(numberOfPreview(staging, "shop-staging-pr-12")).toBe(12);
    expect(numberOfPreview(staging, "shop-pr-12")).toBe(undefined);
    expect(numberOfPreview({ ...staging, destination: undefined }, "shop-staging-pr-12")).toBe(undefined);
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
    ["/etc/shop/master.key:/key:ro", "s-etc-shop-master.key:/key:ro"],
    ["/etc/ssl/private:/private:ro", "s-etc-ssl-private:/private:ro"],
    ["/etc/ssl/certs/../private:/private:ro", "s-etc-ssl-certs-..-private:/private:ro"],
    ["/etc/letsencrypt:/tls:ro", "s-etc-letsencrypt:/tls:ro"],
    ["/etc/localtime:/etc/localtime", "s-etc-localtime:/etc/localtime"],
    ["/:/host", "s-data:/host"],
  ])("for %j one of its own: %j", (volume, own) => {
    expect(previewVolume("s", volume)).toBe(own);
  });

  it.each([
    ...["/etc/localtime:/etc/localtime:ro", "/etc/timezone:/etc/timezone:ro", "/usr/share/zoneinfo:/zone:z,ro"],
    ...[
      "/etc/ssl/certs:/etc/ssl/certs:ro",
      "/etc/ssl/certs/ca-certificates.crt:/ca.crt:ro",
      "/usr/share/ca-certificates/:/ca:ro",
    ],
    "/cache",
  ])("for %j the same", (volume) => {
    expect(previewVolume("s", volume)).toBe(volume);
  });
});
