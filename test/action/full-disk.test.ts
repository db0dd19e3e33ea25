import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { aLine, startServer } from "../previews/server.ts";
import { type Ended, runStep, type Step, startMain } from "./runner.ts";

vi.setConfig({ testTimeout: 60_000 });

describe("a job that cannot tell what it does", () => {
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());
  beforeEach(() => server.run(aLine("0a", "shop")));

  const step = (env: Step["env"]): Step => ({
    workspace: server.project.directory,
    ...(env && { env }),
    with: {
      ...{ command: "preview deploy 12 --skip-push --version v1", "github-token": "" },
      ...{ "ssh-private-key": server.sshd.key.reveal(), "ssh-known-hosts": server.sshd.knownHosts },
    },
  });
  const isLive = async (): Promise<boolean> => (await server.services()).includes("shop-pr-12");
  const told = ({ annotations }: Ended): string[] =>
    annotations.flatMap(({ level, message }) => (message.includes("ENOSPC") ? [level] : [])).sort();
  /** Every write to it fails as on a full disk: full(4). */
  const full = "/dev/full";

  it("goes on to the end where its state cannot be kept, and warns once", async () => {
    const { main, post } = await runStep(step({ GITHUB_STATE: full }));
    expect({ exitCode: main.exitCode, told: told(main) }).toEqual({ exitCode: 0, told: ["warning"] });
    expect(main.outputs).toMatchObject({ "preview-state": "live" });
    expect(main.log).toContain("shop-pr-12 v1 is live on 1 host");
    expect(post).toMatchObject({ exitCode: 0, log: "" });
    expect(await isLive()).toBe(true);
  });

  it("goes on to the end where its outputs and its summary cannot be written, says what serves, and fails once", async () => {
    const { main } = await runStep(step({ GITHUB_OUTPUT: full, GITHUB_STEP_SUMMARY: full }));
    expect({ exitCode: main.exitCode, told: told(main) }).toEqual({ exitCode: 1, told: ["error", "warning"] });
    expect(main.log).toContain("shop-pr-12 v1 is live on 1 host");
    expect(await isLive()).toBe(true);
  });

  it("goes on to the end where nobody reads any more what it says", async () => {
    const running = await startMain(step({}));
    await running.logged("127.0.0.1");
    running.leave();
    // What is left of its log ends anywhere.
    await running.ended.catch(() => {});
    // It comes after the old containers are stopped.
    expect(await server.calls()).toContain("/acme/shop:latest-landfall-pr-12\n");
  });
});
