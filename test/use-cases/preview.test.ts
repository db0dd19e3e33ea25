import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { stringify } from "yaml";
import { hasFailed } from "../../src/core/report/report.ts";
import type { Request } from "../../src/use-cases/request.ts";
import { checkout } from "../action/workspace.ts";
import { answerTo, reportOf } from "../cli/in-process.ts";
import { type Sshd, startSshd } from "../engine/sshd.ts";
import type { PullRequest } from "../github/repository.ts";
import type { Github } from "../github/server.ts";
import { accessTo, aGithub, head } from "../github/support.ts";

vi.setConfig({ testTimeout: 30_000 });

/** Commands start in the server's own directory, where a stand-in for Docker is first on the path. */
const atHome = 'ForceCommand cd "$HOME" && export PATH="$HOME/bin:$PATH" && eval "$SSH_ORIGINAL_COMMAND"';

const hour = 3600;
const line = (id: string, service: string, ago = 0) =>
  `container ${JSON.stringify({
    ...{
      id,
      name: `${service}-web-abc`,
      state: "running",
      status: "Up",
      image: "acme/shop:x",
      service,
      role: "web",
      destination: "",
    },
    ...{ origin: "", address: service === "shop" ? "" : `${service.replace("shop-", "")}.example.com`, ports: "" },
    createdAt: `${new Date(Date.now() - ago * 1000).toISOString().replace("T", " ").slice(0, 19)} +0000 UTC`,
  })}\n`;

let server: Sshd;
let project: Awaited<ReturnType<typeof checkout>>;
const at = (file: string): string => join(server.directory, file);

beforeAll(async () => {
  server = await startSshd({ config: [atHome] });
  await mkdir(at("bin"));
  await copyFile(join(import.meta.dirname, "docker.sh"), at("bin/docker"));
  await chmod(at("bin/docker"), 0o755);
  const preview = { host: "pr-{number}.example.com", ttl: "7d", sleep_after: "24h" };
  const deployYml = stringify({
    ...{
      service: "shop",
      image: "acme/shop",
      servers: [server.host],
      registry: { server: "r.x", username: "u", password: ["TOKEN"] },
    },
    ...{ builder: { arch: "amd64" }, ssh: { user: server.user, port: server.port, config: false }, "x-landfall": { preview } },
  });
  project = await checkout({ "config/deploy.yml": deployYml, ".kamal/secrets": "TOKEN=t0ken\n" });
});
afterAll(async () => {
  await server.stop();
  await project[Symbol.asyncDispose]();
});

beforeEach(async () => {
  const proxy = line("0b", "")
    .replace('"-web-abc"', '"kamal-proxy"')
    .replace('"web"', '""')
    .replace('"acme/shop:x"', '"basecamp/kamal-proxy:v0.9.2"');
  const all = [
    proxy,
    line("0a", "shop", hour),
    line("01", "shop-pr-12", hour),
    line("02", "shop-pr-3", 48 * hour),
    line("03", "shop-pr-4", 200 * hour),
  ];
  await writeFile(at("containers"), all.join(""));
  await writeFile(at("calls"), "");
  await writeFile(at("log"), '{"host":"pr-12.example.com"}\n');
});

const ssh = (): Request["ssh"] => ({
  ...{ keys: [server.key], passphrase: undefined, knownHosts: server.knownHosts, fingerprints: [], hostKeys: "strict" },
});
const jobOf = (github: Github) => {
  const run = {
    url: "https://github.com/acme/app/actions/runs/4711",
    id: "4711",
    attempt: "1",
    machine: "runner",
    step: undefined,
  };
  return { directory: project.directory, job: { github: accessTo(github), run, ssh: ssh() } };
};
const answer = (github: Github, ...words: readonly string[]) => answerTo(jobOf(github), ...words);
const pullRequest = (number: number, state: PullRequest["state"]): PullRequest => ({ number, state, branch: "b", sha: head });
const aGithubWith = (...pullRequests: readonly PullRequest[]) =>
  aGithub({ repositories: [{ name: "acme/app", commits: [head], pullRequests }] });
const containers = async (): Promise<string[]> =>
  [...(await readFile(at("containers"), "utf8")).matchAll(/"service":"([^"]*)"/g)].map(([, service = ""]) => service);
const calls = async (): Promise<string> => readFile(at("calls"), "utf8");

describe("preview deploy", () => {
  const words = ["preview", "deploy", "12", "--skip-push", "--version", "v1"];
  const opened = {
    name: "pull_request",
    payload: {
      ...{ action: "opened", number: 12, repository: { full_name: "acme/app" } },
      pull_request: { head: { ref: "Fix", sha: head, repo: { full_name: "acme/app" } }, labels: [] },
    },
  };

  it("tells the pull request that it is on its way, and then how it went, in one comment", async () => {
    await using github = await aGithub();
    const { outcomes } = await reportOf(jobOf(github), ...words);
    expect(hasFailed(outcomes.filter(({ step }) => !step.cleansUp))).toBe(false);
    const told = github.requests
      .filter(({ method }) => method === "POST" || method === "PATCH")
      .map(({ body }) => JSON.stringify(body));
    expect(told).toEqual([expect.stringContaining("is on its way"), expect.stringContaining("The preview is live")]);
    expect(github.repository("acme/app").comments.all).toHaveLength(1);
    expect(await calls()).not.toMatch(/(?<!-pr-12)-web-abc|remove shop-web/);
  });

  it("is what the event of a pull request asks for, and names the commit that was pushed", async () => {
    await using github = await aGithub();
    const { config } = await reportOf({ ...jobOf(github), event: opened }, "preview", "--skip-push", "--version", "v1");
    expect(config).toMatchObject({ service: "shop-pr-12", preview: { number: 12, sha: head } });
    expect(github.repository("acme/app").comments.all[0]?.body).toContain(head.slice(0, 7));
  });

  it("tells what went wrong, and what serves", async () => {
    await using github = await aGithub();
    await writeFile(at("broken"), "");
    await reportOf(jobOf(github), ...words).finally(() => rm(at("broken")));
    const [comment] = github.repository("acme/app").comments.all;
    expect(comment?.body).toContain("❌ The preview was not deployed");
    expect(comment?.body).toContain("There is no container shop-pr-12-web-v1 to send traffic to");
  });

  it("tells why it was refused", async () => {
    await using github = await aGithub();
    await writeFile(at("containers"), line("0a", "shop"));
    await mkdir(at(".kamal/lock-shop-pr-12"), { recursive: true });
    await expect(
      reportOf(jobOf(github), ...words).finally(() => rm(at(".kamal/lock-shop-pr-12"), { recursive: true })),
    ).rejects.toThrow("lock");
    expect(github.repository("acme/app").comments.all[0]?.body).toContain("⚠️ Nothing was deployed");
  });
});

describe("preview list", () => {
  it("shows what servers have, and where it answers", async () => {
    await using github = await aGithub();
    const { text, json } = await answer(github, "preview", "list");
    expect(text).toMatch(/^#12 +pr-12\.example\.com +live +1 h ago +127\.0\.0\.1$/m);
    expect(json).toMatchObject([{ number: 12, url: "http://pr-12.example.com" }, { number: 3 }, { number: 4 }]);
  });
});

describe("preview remove", () => {
  it("takes one preview away, gives its lock back, and tells its pull request", async () => {
    await using github = await aGithub();
    const { comments, deployments } = github.repository("acme/app");
    comments.add(12, "<!-- landfall preview shop -->\nIt is live", "github-actions[bot]");
    const { text, preview } = await answer(github, "preview", "remove", "12", "-y");
    expect(text).toContain("Remove the preview shop-pr-12: done on 127.0.0.1");
    expect(preview).toEqual({ state: "removed", url: undefined });
    expect(await containers()).toEqual(["", "shop", "shop-pr-3", "shop-pr-4"]);
    expect((await readdir(at(".kamal"))).filter((name) => name.includes("pr-12"))).toEqual([]);
    expect(await calls()).not.toMatch(/service=shop( |$)|shop-pr-3|shop-pr-4/m);
    expect(deployments.all).toEqual([]);
    expect(comments.all).toMatchObject([{ on: 12, body: expect.stringContaining("~~ The preview was taken away") }]);
    expect(github.faults).toEqual([]);
  });

  it("shows what it would do, and does nothing", async () => {
    await using github = await aGithub();
    expect((await answer(github, "preview", "remove", "12", "--dry-run")).text).toContain("label=service=shop-pr-12");
    expect(await containers()).toHaveLength(5);
    expect(github.requests).toEqual([]);
  });
});

describe("preview prune", () => {
  it("removes what is closed or too old, and puts to sleep what nobody asks for", async () => {
    await using github = await aGithubWith(pullRequest(12, "closed"), pullRequest(3, "open"), pullRequest(4, "open"));
    const { text } = await answer(github, "preview", "prune");
    expect(text.split("\n")).toEqual([
      "#12: remove, its pull request is closed",
      "#3: sleep, it was deployed 2 d ago, and sleeps unless it is in use",
      "#4: remove, it was deployed 8 d 8 h ago",
    ]);
    expect(await containers()).toEqual(["", "shop", "shop-pr-3"]);
    expect(await calls()).toContain("ps --quiet --filter label=landfall.preview=shop-pr-3\n");
  });

  it("does nothing where nobody knows better", async () => {
    await using github = await aGithub();
    await writeFile(at("containers"), line("01", "shop-pr-12", hour));
    expect((await answer(github, "preview", "prune")).text).toBe("There was nothing to do");
    expect(await containers()).toEqual(["shop-pr-12"]);
  });
});
