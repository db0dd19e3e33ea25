import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isPluginAtHand } from "../../src/adapters/docker-plugins.ts";

describe("a plugin of Docker", () => {
  let folder: string;
  const place = async (path: string, mode = 0o755): Promise<void> => {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, "");
    await chmod(file, mode);
  };
  const atHand = (path: string, system: string): Promise<boolean> =>
    isPluginAtHand("docker-buildx", { PATH: `/nowhere:${join(folder, path)}`, HOME: join(folder, "home") }, [
      join(folder, system),
    ]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "plugins-"));
    await place("bin/docker");
    await place("lib/cli-plugins/docker-buildx");
    await place("broken/cli-plugins/docker-buildx", 0o644);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("is at hand where Docker and it are, for all users or for one", async () => {
    expect(await atHand("bin", "lib")).toBe(true);
    expect(await atHand("bin", "none")).toBe(false);
    await place("home/.docker/cli-plugins/docker-buildx");
    expect(await atHand("bin", "none")).toBe(true);
    await rm(join(folder, "home"), { recursive: true });
  });

  it("is not, without Docker itself, or if nobody may start it", async () => {
    expect(await atHand("lib", "lib")).toBe(false);
    expect(await atHand("bin", "broken")).toBe(false);
  });
});
