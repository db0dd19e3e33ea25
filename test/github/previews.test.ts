import { describe, expect, it } from "vitest";
import { githubClient } from "../../src/adapters/github/client.ts";
import type { RepositoryFacts } from "./repository.ts";
import type { Github } from "./server.ts";
import { accessTo, aGithub, commits, failureOf, head, token } from "./support.ts";

const marker = "<!-- landfall preview shop -->";
const told = (text: string) => ({ on: 12, marker, text: `${marker}\n${text}` });
const withFacts = (facts: Partial<RepositoryFacts>) => aGithub({ repositories: [{ name: "acme/app", commits, ...facts }] });

describe("a comment on a pull request", () => {
  it("is written once, and written anew where it is", async () => {
    await using github = await aGithub();
    const { comments } = github.repository("acme/app");
    comments.add(12, `I quote: ${marker}`);
    comments.add(13, `${marker} of another pull request`);
    const client = githubClient(accessTo(github));
    await client.tell(told("one"));
    await client.tell(told("two"));
    expect(comments.all.filter(({ on }) => on === 12).map(({ body }) => body)).toEqual([`I quote: ${marker}`, `${marker}\ntwo`]);
    expect(comments.all).toHaveLength(3);
    expect(github.faults).toEqual([]);
  });

  it("is found behind thousands of others", async () => {
    await using github = await aGithub();
    const { comments } = github.repository("acme/app");
    for (let number = 1; number <= 2500; number++) comments.add(12, `Remark ${number}`);
    const client = githubClient(accessTo(github));
    await client.tell(told("one"));
    await client.tell(told("two"));
    expect(comments.all).toHaveLength(2501);
    expect(comments.all.at(-1)?.body).toBe(`${marker}\ntwo`);
  });

  it("stands there once, even if two jobs write the first one at the same time", async () => {
    await using github = await aGithub();
    const clients = Array.from({ length: 4 }, () => githubClient(accessTo(github)));
    await Promise.all(clients.map((client, index) => client.tell(told(`job ${index}`))));
    const { all } = github.repository("acme/app").comments;
    expect(all).toHaveLength(1);
    expect(all[0]?.body).toMatch(/job \d$/);
  });

  it("says nothing new where nothing was said, if that is not wanted", async () => {
    await using github = await aGithub();
    await githubClient(accessTo(github)).tell({ ...told("one"), onlyAnew: true });
    expect(github.repository("acme/app").comments.all).toEqual([]);
  });

  it("is not looked for again by the run that wrote it, unless it is gone", async () => {
    await using github = await aGithub();
    const client = githubClient(accessTo(github));
    const { comments } = github.repository("acme/app");
    const id = await client.tell(told("one"));
    const before = github.requests.length;
    expect(await client.tell({ ...told("two"), id })).toBe(id);
    expect(github.requests.slice(before).map(({ method }) => method)).toEqual(["PATCH"]);
    comments.remove(id ?? 0);
    const anew = await client.tell({ ...told("three"), id });
    expect(comments.all).toMatchObject([{ id: anew, body: `${marker}\nthree` }]);
    expect(github.faults).toEqual([]);
  });

  it("is written anew where a person deletes it while it is edited", async () => {
    await using github = await aGithub();
    const client = githubClient(accessTo(github));
    const { comments } = github.repository("acme/app");
    const id = await client.tell(told("one"));
    const listed = github.answered(/^GET .*comments/);
    github.next({ status: 200, body: [{ id, body: marker, user: { login: "b", type: "Bot" }, author_association: "NONE" }] });
    comments.remove(id ?? 0);
    await Promise.all([listed, client.tell(told("two"))]);
    expect(comments.all.map(({ body }) => body)).toEqual([`${marker}\ntwo`]);
  });

  it("is not written into the comment of a stranger that begins like it, but into that of a member, or of another bot", async () => {
    await using github = await aGithub();
    const { comments } = github.repository("acme/app");
    const client = githubClient(accessTo(github));
    comments.add(12, `${marker}\nlog in at http://evil.example.com`, "eve", "CONTRIBUTOR");
    await client.tell(told("one"));
    expect(comments.all.map(({ user, body }) => [user.login, body.includes("evil")])).toEqual([
      ["eve", true],
      ["github-actions[bot]", false],
    ]);
    comments.add(14, marker, "ann", "MEMBER");
    await client.tell({ ...told("one"), on: 14 });
    expect(comments.all.filter(({ on }) => on === 14)).toHaveLength(1);
  });

  it("is not written where the conversation is locked, and that is said", async () => {
    await using github = await aGithub();
    github.repository("acme/app").comments.locked.add(12);
    expect(await failureOf(githubClient(accessTo(github)).tell(told("one")))).toBe(
      "GitHub did not comment on the pull request: 403: Unable to create comment because issue is locked. Its conversation is locked: unlock it to have the comment there",
    );
  });

  it("is not written by a job that may not, which is told what it needs", async () => {
    await using github = await aGithub({ tokens: [{ ...token, permissions: { pull_requests: "read" } }] });
    expect(await failureOf(githubClient(accessTo(github)).tell(told("one")))).toBe(
      'GitHub did not comment on the pull request: 403: Resource not accessible by integration. The job needs "pull-requests: write" under permissions',
    );
  });
});

describe("a pull request", () => {
  const sha = "a".repeat(40);

  it("is open or closed, and may not be there at all", async () => {
    const pullRequests = [
      { number: 12, state: "open", branch: "Fix/Cart", sha, labels: ["bug"] } as const,
      { number: 13, state: "closed", branch: "b", sha } as const,
    ];
    await using github = await withFacts({ pullRequests });
    const client = githubClient(accessTo(github));
    expect(await client.pullRequest(12)).toEqual({ state: "open", branch: "Fix/Cart", sha, labels: ["bug"] });
    expect(await client.pullRequest(13)).toMatchObject({ state: "closed" });
    expect(await client.pullRequest(14)).toBeUndefined();
    expect(github.faults).toEqual([]);
  });
});

describe("a run was approved", () => {
  const runs = [4711, 4712].map((id) => ({ id, attempt: 1, status: "in_progress" }));

  it("if a person let it go on to an environment", async () => {
    await using github = await withFacts({ runs, approvals: [{ run: 4711, state: "approved", environment: "previews" }] });
    const client = githubClient(accessTo(github));
    expect(await client.wasApproved({ id: "4711", environment: "Previews" })).toBe(true);
    expect(await client.wasApproved({ id: "4712", environment: "previews" })).toBe(false);
    expect(github.faults).toEqual([]);
  });

  it("not if that was to another environment than its job has", async () => {
    await using github = await withFacts({ runs, approvals: [{ run: 4711, state: "approved", environment: "docs" }] });
    expect(await githubClient(accessTo(github)).wasApproved({ id: "4711", environment: "previews" })).toBe(false);
  });

  it.each(["rejected", "pending"] as const)("not if that is %s", async (state) => {
    await using github = await withFacts({ runs, approvals: [{ run: 4711, state, environment: "previews" }] });
    expect(await githubClient(accessTo(github)).wasApproved({ id: "4711", environment: "previews" })).toBe(false);
  });
});

describe("the deployments of a preview", () => {
  const task = "landfall:shop-pr-12";
  const made = { sha: head, environment: "preview", description: "Deploy shop-pr-12", payload: {} };

  it("are transient, and taken away together, active ones too, and no others, or all but one", async () => {
    await using github = await aGithub();
    const client = githubClient(accessTo(github));
    const ids = [await client.createDeployment({ ...made, task }), await client.createDeployment({ ...made, task })];
    const other = await client.createDeployment({ ...made, task: "landfall:shop-pr-1" });
    const staging = await client.createDeployment({ ...made, environment: "staging" });
    for (const id of [...ids, other]) await client.setDeploymentStatus(id, { state: "success", description: "" });
    const { deployments } = github.repository("acme/app");
    expect(deployments.all.at(-1)).toMatchObject({ transient_environment: true, production_environment: false });
    await client.removeDeployments({ task, but: ids[1] });
    expect(deployments.all.map(({ id }) => id)).toEqual([staging, other, ids[1]]);
    await client.removeDeployments({ task });
    expect(deployments.all.map(({ id }) => id)).toEqual([staging, other]);
    await client.removeDeployments({ task });
    expect(github.faults).toEqual([]);
  });
});

describe("the images of a preview in GitHub's registry", () => {
  const images = [
    ["landfall-pr-12-abc", "latest-landfall-pr-12"],
    ["landfall-pr-12-def", "v1"],
    ...[["landfall-pr-1-abc"], ["abc", "latest"], []],
  ];
  const tagsOf = ({ packages }: Github): (readonly string[])[] =>
    packages.flatMap(({ versions }) => versions.map(({ tags }) => tags));
  const which = { isOurs: (tag: string) => tag.includes("landfall-pr-12"), isInUse: () => false };
  const privileged = [{ ...token, permissions: { packages: "write" as const } }];

  it.each(["orgs", "users"] as const)(
    "are deleted, wherever the owner is among %s, unless they have other tags too",
    async (kind) => {
      await using github = await aGithub({ tokens: privileged, packages: [{ kind, owner: "acme", name: "shop/web", images }] });
      await githubClient(accessTo(github)).removeImages({ owner: "acme", name: "shop/web" }, which);
      expect(tagsOf(github)).toEqual(images.slice(1));
      expect(github.faults).toEqual([]);
    },
  );

  it("are left where the app has the same image", async () => {
    await using github = await aGithub({
      tokens: privileged,
      packages: [{ kind: "orgs", owner: "acme", name: "shop", images: [["landfall-pr-12-a"], ["landfall-pr-12-b"]] }],
    });
    const digest = github.packages[0]?.versions[1]?.digest;
    const used = { ...which, isInUse: (each: string) => each === digest };
    await githubClient(accessTo(github)).removeImages({ owner: "acme", name: "shop" }, used);
    expect(tagsOf(github)).toEqual([["landfall-pr-12-b"]]);
  });

  it("are found behind hundreds of others", async () => {
    const many = [...Array.from({ length: 150 }, (_, index) => [`v${index}`]), ["landfall-pr-12-abc"]];
    await using github = await aGithub({
      tokens: privileged,
      packages: [{ kind: "orgs", owner: "acme", name: "shop", images: many }],
    });
    expect(await githubClient(accessTo(github)).removeImages({ owner: "acme", name: "shop" }, which)).toBeUndefined();
    expect(tagsOf(github)).toHaveLength(150);
  });

  it("are not all looked for among thousands, and it is known how many were", async () => {
    const many = [...Array.from({ length: 2000 }, (_, index) => [`v${index}`]), ["landfall-pr-12-abc"]];
    await using github = await aGithub({
      tokens: privileged,
      packages: [{ kind: "orgs", owner: "acme", name: "shop", images: many }],
    });
    expect(await githubClient(accessTo(github)).removeImages({ owner: "acme", name: "shop" }, which)).toBe(2000);
    expect(tagsOf(github)).toHaveLength(2001);
  });

  it("need no package, but the right to delete", async () => {
    await using github = await aGithub({ packages: [{ kind: "orgs", owner: "acme", name: "shop", images }] });
    const client = githubClient(accessTo(github));
    await client.removeImages({ owner: "acme", name: "other" }, which);
    expect(await failureOf(client.removeImages({ owner: "acme", name: "shop" }, which))).toContain(
      'The job needs "packages: write"',
    );
  });
});
