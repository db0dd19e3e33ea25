import { marked } from "marked";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPost, runStep, type Step, startMain } from "../action/runner.ts";
import type { Comment } from "../github/comments.ts";
import { type Happening, pullRequestEvent } from "../github/pull-request-event.ts";
import type { Github } from "../github/server.ts";
import { aGithub, commits, token } from "../github/support.ts";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project } from "./project.ts";

const address = "pr-12.example.com";
const pullRequest = { number: 12, branch: "Fix/Cart" };
/** The commits that are pushed; what is checked out are merges of them, which no page shows. */
const [first = "", second = "", third = ""] = commits;

/** Says what nobody should obey, and what nobody should see, before it ends. */
const hostileApp = `import os
print("@everyone look at https://evil.example.com </pre></details><img src=x onerror=alert(1)>", flush=True)
print("<!-- landfall preview sample --> | cell | \`\`\` # heading", flush=True)
print("the key is " + os.environ["API_KEY"], flush=True)
raise SystemExit("no database at DB_HOST")
`;

/** One pull request from its first day to its last, and after: the bundled action, a real server, a stand-in for GitHub. */
describe("the workflow of a pull request", () => {
  let lab: Lab;
  let project: Project;
  let github: Github;
  let live: string;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([
      startLab({ name: "preview-action", servers: 1, registry: true }),
      buildKamalProxyImage(),
    ]);
    lab = started;
    await lab.server(0).addImage(tag);
    project = await createProject(lab, {
      settings: {
        ...{ ssh: { config: false }, proxy: { host: "shop.example.com", healthcheck: { path: "/up" } }, deploy_timeout: 10 },
        "x-landfall": { preview: { host: "pr-{number}.example.com", env: { secret: ["API_KEY:PREVIEW_API_KEY"] } } },
      },
    });
    github = await aGithub({
      repositories: [
        { name: token.repository, commits, pullRequests: [{ ...pullRequest, state: "open", sha: third, labels: ["bug"] }] },
      ],
    });
  });
  afterAll(async () => {
    await github[Symbol.asyncDispose]();
    await lab.down();
  });

  it("gives it a preview when it is opened, and says where it is", async () => {
    live = await project.commit({});
    const { main } = await happens({ action: "opened", sha: first });
    expect(failureOf(main)).toBe("");
    expect(main.outputs).toMatchObject({ "preview-state": "live", "preview-url": `http://${address}`, version: live });
    expect(await answerOf(lab.server(0).url, address)).toBe(live);
    expect(theComment().body).toMatch(/✅ The preview is live[\s\S]*Commit[\s\S]*Took[\s\S]*landfall app logs --preview 12/u);
    expect(theDeployments()).toEqual([`${first} success http://${address}`]);
    expect(main.summary).toMatch(/### Previews[\s\S]*&#35;12[\s\S]*live/u);
  });

  it("says why a push did not come to anything, as it is, while what was there before serves on", async () => {
    const { id } = theComment();
    await project.commit({ "app.py": hostileApp });
    const { main } = await happens({ action: "synchronize", sha: second });
    expect(main).toMatchObject({ exitCode: 1, outputs: { "preview-state": "failed", "preview-url": "" } });
    expect(await answerOf(lab.server(0).url, address)).toBe(live);
    const comment = theComment();
    expect(comment.id).toBe(id);
    expect(comment.body).toMatch(/❌ The preview's deploy did not succeed[\s\S]*Now \| [0-9a-f]{7} still serves/u);
    expect(comment.body).toContain("no database at DB&#95;HOST");
    expect(comment.body).not.toContain("preview-k3y");
    expect(elementsOf(comment)).toEqual(["a", "code", "details", "p", "pre", "strong", "summary", ...tableElements]);
    expect(textOutsideCode(comment)).not.toMatch(/everyone|evil|heading/);
    expect(theDeployments()).toEqual([`${second} failure`, `${first} success http://${address}`]);
    expect(main.summary).toMatch(/### Previews[\s\S]*&#35;12[\s\S]*live/u);
  });

  it("forgets the failure with the next push, and does nothing for a label that means nothing", async () => {
    const { id } = theComment();
    live = await project.commit(await anotherApp("that was mended"));
    const { main } = await happens({ action: "synchronize", sha: third });
    expect(failureOf(main)).toBe("");
    expect(theComment()).toMatchObject({ id, body: expect.stringContaining("✅ The preview is live") });
    expect(theDeployments()).toEqual([`${third} success http://${address}`]);
    const before = theComment().body;
    const labeled = await happens({ action: "labeled", sha: third, label: "bug", labels: ["bug"] });
    expect(labeled.main).toMatchObject({ exitCode: 0, outputs: { "preview-state": "skipped", "preview-url": "" } });
    expect(theComment().body).toBe(before);
    expect(await answerOf(lab.server(0).url, address)).toBe(live);
  });

  it("takes the preview away when it is merged, and gives it another one when it is opened again", async () => {
    const { id } = theComment();
    const { main } = await happens({ action: "closed", sha: third, merged: true });
    expect(failureOf(main)).toBe("");
    expect(main.outputs).toMatchObject({ "preview-state": "removed", "preview-url": "" });
    expect(main.summary).toContain("There are no previews.");
    await expect(answerOf(lab.server(0).url, address)).rejects.toThrow("404");
    expect(theComment()).toMatchObject({ id, body: expect.stringMatching(/^~~.*~~ The preview was taken away$/m) });
    expect(theDeployments()).toEqual([]);

    const reopened = await happens({ action: "reopened", sha: third });
    expect(failureOf(reopened.main)).toBe("");
    expect(theComment()).toMatchObject({ id, body: expect.stringContaining("✅ The preview is live") });
    expect(await answerOf(lab.server(0).url, address)).toBe(live);
  });

  it("gives its lock back where a job is killed that takes it away, and says how to go on", async () => {
    const { pullRequests } = github.repository(token.repository);
    pullRequests.splice(0, 1, { ...pullRequest, state: "closed", sha: third });
    const byClock = step({ schedule: "17 3 * * *" }, "schedule");
    const main = await startMain(byClock);
    await main.logged("Send it no more requests");
    main.kill();
    const post = await runPost(byClock, await main.ended);
    expect(failureOf(post)).toBe("");
    expect(post.log).toContain("landfall check --preview 12");
    await expect(lab.server(0).exec("ls -d .kamal/lock-sample-pr-12")).rejects.toThrow("No such file");
  });

  it("takes it away by the clock where nobody came when it was closed", async () => {
    const { main } = await runStep(step({ schedule: "17 3 * * *" }, "schedule"));
    expect(failureOf(main)).toBe("");
    expect(main.log).toContain("its pull request is closed");
    await expect(answerOf(lab.server(0).url, address)).rejects.toThrow("404");
    expect(theComment().body).toContain("The preview was taken away");
    expect(theDeployments()).toEqual([]);
    expect(github.faults).toEqual([]);
  });

  const failureOf = ({ exitCode, log }: { readonly exitCode: number; readonly log: string }): string =>
    exitCode === 0 ? "" : log;

  /** The only one on the pull request. */
  function theComment(): Comment {
    const [comment, ...others] = github.repository(token.repository).comments.all;
    if (!comment || others.length > 0) throw new Error(`There is ${comment ? "more than one" : "no"} comment`);
    return comment;
  }

  const theDeployments = (): string[] =>
    github
      .repository(token.repository)
      .deployments.all.map(({ sha, statuses: [newest] }) => `${sha} ${newest?.state} ${newest?.environment_url}`.trim());

  const happens = (happening: Happening) => runStep(step(pullRequestEvent({ ...pullRequest, ...happening }), "pull_request"));

  const step = (event: unknown, name: string): Step => ({
    ...{ workspace: project.directory, event },
    env: { PATH: project.env.PATH ?? "", TMPDIR: lab.folder, GITHUB_API_URL: github.url, GITHUB_EVENT_NAME: name },
    with: {
      ...{ command: "preview", "ssh-private-key": lab.sshKey.privateKey, "ssh-known-hosts": lab.knownHosts },
      secrets: JSON.stringify({ REGISTRY_PASSWORD: lab.registry.password, PREVIEW_API_KEY: "preview-k3y" }),
    },
  });
});

const tableElements = ["table", "tbody", "td", "th", "thead", "tr"];

const rendered = ({ body }: Comment): string => marked.parse(body, { gfm: true, async: false });

const elementsOf = (comment: Comment): string[] =>
  [...new Set([...rendered(comment).matchAll(/<([a-z0-9]+)/g)].map(([, name = ""]) => name))].toSorted();

const textOutsideCode = (comment: Comment): string =>
  rendered(comment).replaceAll(/<pre>[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>/g, "");
