import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLoad } from "../load/load.ts";
import { docker, run } from "./command.ts";
import { buildApp, ensureImages } from "./image.ts";

describe("the sample app", () => {
  const tag = `landfall-sample:${randomUUID()}`;

  beforeAll(async () => {
    await ensureImages();
    await buildApp(tag);
  });

  afterAll(() => docker(["rmi", tag]));

  it("says its version, its health and its assets", async () => {
    await using app = await start(["KAMAL_VERSION=abc123"]);
    expect(await get(app.url)).toBe("abc123");
    expect(await get(`${app.url}/up`)).toBe("up");
    expect(await get(`${app.url}/assets/site.css`)).toContain("body {");
  });

  it("is unhealthy when it is told to be", async () => {
    await using app = await start(["UNHEALTHY=1"]);
    await expect(get(`${app.url}/up`)).rejects.toThrow("503");
  });

  it("finishes what it has begun when it is stopped", async () => {
    await using app = await start([]);
    const load = startLoad(app.url, { connections: 1 });
    const slow = load.slow(1000);
    await app.logs("GET /slow");
    await docker(["stop", app.id]);
    expect(await slow).toMatchObject({ failure: undefined, body: "dev" });
    expect(await docker(["inspect", "--format", "{{.State.ExitCode}}", app.id])).toBe("0");
    await load.stop();
  });

  it("stops while it is still starting", async () => {
    await using app = await start(["START_DELAY_MS=60000"], { until: "starts" });
    await docker(["stop", "--time", "9", app.id]);
    expect(await docker(["inspect", "--format", "{{.State.ExitCode}}", app.id])).toBe("0");
  });

  async function start(env: readonly string[], { until = "listens" } = {}) {
    const settings = env.flatMap((setting) => ["--env", setting]);
    const id = await docker(["run", "--detach", "--publish", "127.0.0.1::80", ...settings, tag]);
    const url = `http://${await docker(["port", id, "80/tcp"])}`;
    const logs = async (text: string) => {
      while (!(await docker(["logs", id])).includes(text)) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    await logs(until);
    return { id, url, logs, [Symbol.asyncDispose]: async () => void (await docker(["rm", "--force", id])) };
  }

  const get = (url: string) => run("curl", ["--silent", "--show-error", "--fail", url]);
});
