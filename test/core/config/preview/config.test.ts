import { describe, expect, it } from "vitest";
import { previewConfig } from "../../../../src/core/config/preview/config.ts";
import { isPreviewConfig } from "../../../../src/core/config/preview/preview.ts";
import { describeMissing, runSecrets } from "../../../../src/core/config/secrets.ts";
import {
  appDirectory,
  auditLog,
  imageTag,
  isTagOfPreview,
  latestTag,
  lockDirectory,
  versionOfTag,
} from "../../../../src/core/host/names.ts";
import { aConfig, aVersion, theSecrets } from "../../../support.ts";
import { aNumber, thePreview, theShop } from "./shop.ts";

const [shop, preview] = [theShop(), thePreview()];
const [web] = preview.roles;

describe("a preview's config", () => {
  it("is that of a service of its own, on the first server of the primary role, with that role alone", () => {
    expect(preview).toMatchObject({ service: "shop-pr-12", preview: { number: 12, of: "shop" }, primaryRole: "web" });
    expect(preview.primaryHost).toBe("web1");
    expect(preview.roles.map(({ name, hosts }) => [name, hosts])).toEqual([["web", [{ host: "web1", tags: [] }]]]);
    expect(isPreviewConfig(preview)).toBe(true);
    expect(isPreviewConfig(shop)).toBe(false);
    expect(isPreviewConfig({ ...preview, service: "shop" })).toBe(false);
  });

  it("has a lock, a log and files of its own, and tags of its own in the app's repository", () => {
    const version = aVersion("abc");
    expect([lockDirectory(preview), auditLog(preview), appDirectory(preview)]).toEqual([
      ".kamal/lock-shop-pr-12",
      ".kamal/shop-pr-12-audit.log",
      ".kamal/apps/shop-pr-12",
    ]);
    expect([imageTag(preview, version), latestTag(preview)]).toEqual(["acme/shop:landfall-pr-12-abc", "latest-landfall-pr-12"]);
    expect(
      ["landfall-pr-12-abc", "latest-landfall-pr-12", "landfall-pr-1-abc", "abc", "latest"].filter((tag) =>
        isTagOfPreview(preview, tag),
      ),
    ).toEqual(["landfall-pr-12-abc", "latest-landfall-pr-12"]);
    expect(versionOfTag(preview, "landfall-pr-12-abc")).toBe("abc");
    expect(
      ["abc", "latest", "landfall-pr-1-abc", "landfall-pr-123-abc", latestTag(preview)].flatMap(
        (tag) => versionOfTag(preview, tag) ?? [],
      ),
    ).toEqual([]);
    expect([imageTag(preview, version), latestTag(preview)].flatMap((tag) => versionOfTag(shop, tag) ?? [])).toEqual([]);
  });

  it("takes requests at its own address alone, as the app takes them otherwise", () => {
    expect(web?.proxy).toMatchObject({ hosts: ["pr-12.example.com"], ssl: true, appPort: 3000 });
  });

  it("shows the certificate that is for all previews, and is seen by those who give its password", () => {
    const said =
      "x-landfall: {proxy: {engine: caddy}, preview: {host: 'pr-{number}.x', ssl: {certificate_pem: C, private_key_pem: K}, auth: {username: guest, password: P}}}";
    const closed = thePreview(theShop(said));
    const [role] = closed.roles;
    expect(role?.proxy).toMatchObject({ ssl: true, certificate: { certificatePem: "C", privateKeyPem: "K" } });
    expect(runSecrets(closed)).toEqual([
      { secret: "C", usedBy: "x-landfall/preview/ssl" },
      { secret: "K", usedBy: "x-landfall/preview/ssl" },
      { secret: "P", usedBy: "x-landfall/preview/auth/password" },
    ]);
    expect(runSecrets(theShop(said)).map(({ secret }) => secret)).not.toContain("P");
    expect(describeMissing(runSecrets(closed), theSecrets({ C: "c", K: "k", P: " " }), [])).toContain("P (");
  });

  it("has none of the app's secrets, and nothing that the server would fill in", () => {
    expect(web?.env).toEqual({
      clear: { LOG: "info", HOST: "pr-12.example.com", DB_HOST: "shop-pr-12-db", PLAIN: "{}" },
      secrets: [{ name: "DATABASE_URL", secret: "PREVIEW_URL" }],
    });
    expect(preview.envTags).toEqual({});
  });

  it("has empty volumes of its own in the place of the app's, and what belongs to the system", () => {
    expect(preview.volumes).toEqual([
      "shop-pr-12-shop-storage:/storage",
      "shop-pr-12-srv-uploads:/uploads",
      "/etc/localtime:/etc/localtime:ro",
    ]);
  });

  it("keeps limits, but no ports, mounts, aliases and labels", () => {
    expect(web?.options).toEqual({ memory: "1g" });
    expect(web?.labels).toEqual({ "landfall.preview": "shop-pr-12", "landfall.address": "pr-12.example.com" });
  });

  it("has accessories of its own beside it, and knows nothing of the app's", () => {
    expect(preview.accessories).toMatchObject([
      {
        ...{ name: "db", service: "shop-pr-12-db", image: "postgres:17", hosts: [{ host: "web1", tags: [] }], port: undefined },
        ...{ labels: { "landfall.preview": "shop-pr-12" }, directories: [] },
        volumes: ["shop-pr-12-db-data:/var/lib/postgresql/data"],
        env: { clear: { POSTGRES_USER: "owner" }, secrets: [{ name: "POSTGRES_PASSWORD", secret: "POSTGRES_PASSWORD" }] },
      },
    ]);
  });

  it("is led to its own accessories wherever the app names its own", () => {
    const own = "x-landfall: {preview: {host: 'pr-{number}.x', accessories: {db: {env: {POSTGRES_PASSWORD: x}}, redis: own}}}";
    const shop = theShop(own);
    const clear = { DB: "pg://shop-db/x", CACHE: "shop-redis", SAME: "shop-dbs" };
    const [role] = thePreview({ ...shop, roles: shop.roles.map((each) => ({ ...each, env: { clear, secrets: [] } })) }).roles;
    expect(role?.env.clear).toEqual({ DB: "pg://shop-pr-12-db/x", CACHE: "shop-pr-12-redis", SAME: "shop-dbs" });
  });

  it("has names, files and tags of its own beside that of another destination", () => {
    const staging = thePreview({ ...theShop(), destination: "staging" });
    expect([staging.service, appDirectory(staging), lockDirectory(staging)]).toEqual([
      "shop-staging-pr-12",
      ".kamal/apps/shop-staging-pr-12-staging",
      ".kamal/lock-shop-staging-pr-12-staging",
    ]);
    const tags = [imageTag(staging, aVersion("abc")).slice("acme/shop:".length), latestTag(staging)];
    expect(tags).toEqual(["landfall-staging-pr-12-abc", "latest-landfall-staging-pr-12"]);
    for (const tag of tags) {
      expect(isTagOfPreview(staging, tag)).toBe(true);
      expect(isTagOfPreview(preview, tag)).toBe(false);
      expect(versionOfTag(shop, tag)).toBeUndefined();
    }
    expect(staging.volumes[0]).toBe("shop-staging-pr-12-shop-storage:/storage");
    expect(isPreviewConfig(staging)).toBe(true);
  });

  it("boots at once, goes back if it fails, and asks none of the app's addresses; a release command runs in a role that it has", () => {
    expect(preview.boot).toMatchObject({ limit: undefined, wait: 0 });
    expect(preview.landfall).toMatchObject({
      ...{ onFailure: "rollback", maxFailures: { hosts: 0 }, verify: undefined },
      release: { command: "bin/migrate", role: "web" },
    });
  });

  it("names an address only once it is known: until then no request can reach it", () => {
    const asked = theShop("x-landfall: {preview: {host: 'pr-{number}-{branch}.x'}}");
    const hostsOf = (config: typeof preview) => config.roles[0]?.proxy?.hosts;
    expect(hostsOf(thePreview(asked))).toEqual(["pr-12-fix-cart.x"]);
    expect(previewConfig(asked, { number: aNumber(12) })).toMatchObject({ roles: [{ proxy: { hosts: ["pr-12-{branch}.x"] } }] });
  });

  it("starts the proxy as the app does, if nobody has", () => {
    const asked = theShop("x-landfall: {preview: {host: 'pr-{number}.x', servers: [jobs1]}}");
    const run = shop.roles[0]?.proxy?.run;
    expect(run).toBeUndefined();
    const withRun = {
      ...asked,
      roles: asked.roles.map((role) => (role.name === "jobs" ? { ...role, proxy: proxyWithRun(asked) } : role)),
    };
    expect(thePreview(withRun).roles[0]?.proxy?.run).toMatchObject({ httpPort: 8080 });
  });
});

function proxyWithRun({ roles }: typeof shop) {
  const [found] = roles.flatMap(({ proxy }) => proxy ?? []);
  if (!found) throw new Error("no role takes traffic");
  const run = { ...{ httpPort: 8080, httpsPort: 8443, metricsPort: undefined, debug: false, logMaxSize: "10m", publish: true } };
  return {
    ...found,
    run: { ...run, bindIps: [], registry: undefined, repository: "basecamp/kamal-proxy", version: "v0.9.2", options: {} },
  };
}

describe("there is no preview", () => {
  it("where deploy.yml says nothing of them", () => {
    expect(previewConfig(aConfig(), { number: aNumber(1) })).toBe(
      "deploy.yml says nothing of previews. They need an address in x-landfall/preview/host, such as pr-{number}.example.com",
    );
  });

  it("at an address that is the app's", () => {
    const config = theShop("x-landfall: {preview: {host: 'SHOP{number}.example.com'}}");
    const taken = {
      ...config,
      roles: config.roles.map((role) => ({ ...role, proxy: role.proxy && { ...role.proxy, hosts: ["shop12.example.com"] } })),
    };
    expect(previewConfig(taken, { number: aNumber(12) })).toBe(
      "The address SHOP12.example.com of this preview is the app's own: change x-landfall/preview/host",
    );
  });
});
