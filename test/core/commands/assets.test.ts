import { describe, expect, it } from "vitest";
import { assetVolume, cleanUpAssets, hasAssets, prepareAssets } from "../../../src/core/commands/assets.ts";
import { sh } from "../../../src/core/shell/sh.ts";
import { aHome, type Home } from "../../shell/home.ts";
import { aConfig, aRole, aVersion, aWorker } from "../../support.ts";

const role = aRole({ assetPath: "/app/public/assets:ro" });
const config = aConfig({ roles: [role, aRole({ name: "web-api", assetPath: "/a" })] });
const at = (version: string) => ({ config, role, version: aVersion(version) });
const assets = ".kamal/apps/app/assets";

/** Docker, with an image that holds these assets, each with its name in it. */
function aDocker(home: Home, ...files: readonly string[]): void {
  const made = files.map((file) => `printf ${file} > "$5/${file}"`);
  home.install(
    "docker",
    'case "$*" in',
    '"container cp -L app-web-assets:/app/public/assets/. "*)',
    ...made,
    ";;",
    '"container "*) ;;',
    "*) exit 64;; esac",
  );
}

describe("assets", () => {
  it("are of roles that take traffic, at the path without what is said of the mount", () => {
    expect([hasAssets(role), hasAssets(aRole()), hasAssets(aWorker({ assetPath: "/a" }))]).toEqual([true, false, false]);
    expect(String(sh`${assetVolume(at("v1"))}`)).toBe(`--volume "$PWD"/${assets}/volumes/web-v1:/app/public/assets:ro`);
  });

  it("of both versions are where both can serve them, each keeping its own", async () => {
    using home = aHome();
    aDocker(home, "old.css", "both.css");
    expect(await home.run(prepareAssets(at("v1"), undefined))).toEqual({ code: 0, output: "" });
    home.write(`${assets}/extracted/web-v1/both.css`, "the first version's");
    home.write(`${assets}/volumes/web-v1/both.css`, "the first version's");
    aDocker(home, "new.css", "both.css");
    expect(await home.run(prepareAssets(at("v2"), aVersion("v1")))).toEqual({ code: 0, output: "" });
    const inVolume = (version: string) =>
      ["old.css", "new.css"].map((file) => home.has(`${assets}/volumes/web-${version}/${file}`));
    expect([inVolume("v1"), inVolume("v2")]).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(home.read(`${assets}/volumes/web-v1/both.css`)).toBe("the first version's");
    expect(home.read(`${assets}/volumes/web-v2/both.css`)).toBe("both.css");
  });

  it("may be prepared again, and beside a version that had none", async () => {
    using home = aHome();
    aDocker(home, "a.css");
    for (const old of [undefined, aVersion("v1"), aVersion("v0")])
      expect((await home.run(prepareAssets(at("v1"), old))).code).toBe(0);
  });

  it("that the image does not have are a failure that says so", async () => {
    using home = aHome();
    home.install("docker", 'case "$*" in "container cp "*) exit 1;; esac');
    expect(await home.run(prepareAssets(at("v1"), undefined))).toEqual({
      code: 1,
      output: "asset_path: there is no /app/public/assets in acme/app:v1\n",
    });
  });

  it("of other versions go, those of a role with a longer name stay", async () => {
    using home = aHome();
    for (const kept of ["web-v1", "web-v2", "web-api-v1", "other-v1"])
      for (const kind of ["extracted", "volumes"]) home.write(`${assets}/${kind}/${kept}/a.css`, "");
    expect(await home.run(cleanUpAssets(at("v2")))).toEqual({ code: 0, output: "" });
    const left = ["web-v1", "web-v2", "web-api-v1", "other-v1"].map((name) => home.has(`${assets}/volumes/${name}`));
    expect(left).toEqual([false, true, true, true]);
  });
});
