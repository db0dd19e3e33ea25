import { describe, expect, it } from "vitest";
import { githubClient } from "../../src/adapters/github/client.ts";
import { accessTo, aGithub, commits, failureOf, head } from "./support.ts";

const [first = ""] = commits;
const run = { id: "4711", attempt: "1", url: "https://github.com/acme/app/actions/runs/4711" };

describe("a run", () => {
  it("is over when the attempt that is named has ended, whatever later ones do", async () => {
    await using github = await aGithub();
    const client = githubClient(accessTo(github));
    expect(await client.runIsOver(run)).toBe("over");
    expect(await client.runIsOver({ ...run, attempt: "2" })).toBe("live");
    expect(await client.runIsOver({ ...run, attempt: undefined })).toBe("live");
    expect(github.faults).toEqual([]);
  });

  it.each(["queued", "waiting", "requested", "pending", "in_progress"])("lives while it is %s", async (status) => {
    await using github = await aGithub({ repositories: [{ name: "acme/app", runs: [{ id: 4711, attempt: 1, status }] }] });
    expect(await githubClient(accessTo(github)).runIsOver(run)).toBe("live");
  });

  it("of another repository is asked about there, as far as the token may", async () => {
    await using github = await aGithub();
    const client = githubClient(accessTo(github));
    const elsewhere = (id: string, name: string) => ({ id, attempt: "1", url: `https://github.com/${name}/actions/runs/${id}` });
    expect(await client.runIsOver(elsewhere("9", "others/public"))).toBe("over");
    expect(await failureOf(client.runIsOver(elsewhere("10", "others/private")))).toContain("404: Not Found");
  });

  it.each([
    ["https://github.com.evil.example/acme/app/actions/runs/4711"],
    ["https://ghe.example.com/acme/app/actions/runs/4711"],
    ["https://github.com/acme/../../gists"],
    ["not a URL"],
    [undefined],
  ])("is unknown, and nobody is asked, when its page is %s", async (url) => {
    await using github = await aGithub();
    expect(await githubClient(accessTo(github)).runIsOver({ ...run, url })).toBe("unknown");
    expect(github.requests).toEqual([]);
  });

  it("that GitHub does not know is not said to be over", async () => {
    await using github = await aGithub();
    expect(await failureOf(githubClient(accessTo(github)).runIsOver({ ...run, id: "4712" }))).toBe(
      'GitHub did not tell how run 4712 of acme/app is doing: 404: Not Found. There is no such thing, or the job needs "actions: read" under permissions',
    );
  });
});

describe("the commits between two versions", () => {
  it("are what the newer one has and the older one has not", async () => {
    await using github = await aGithub();
    expect(await githubClient(accessTo(github)).commitsBetween(first, head)).toEqual({
      total: 2,
      commits: commits.slice(1).map((sha) => ({
        ...{ sha, title: `Change ${sha}`, author: "Bob Builder" },
        url: `https://github.com/acme/app/commit/${sha}`,
      })),
    });
    expect(github.faults).toEqual([]);
  });

  it("are none from the newer to the older", async () => {
    await using github = await aGithub();
    expect(await githubClient(accessTo(github)).commitsBetween(head, first)).toEqual({ total: 0, commits: [] });
  });

  it("are at most 250, and the total says how many there are", async () => {
    const many = Array.from({ length: 301 }, (_, index) => `a${String(index).padStart(39, "0")}`);
    await using github = await aGithub({ repositories: [{ name: "acme/app", commits: many }] });
    const between = await githubClient(accessTo(github)).commitsBetween(many[0] ?? "", many.at(-1) ?? "");
    expect(between?.total).toBe(300);
    expect(between?.commits).toHaveLength(250);
    expect(between?.commits.at(-1)).toMatchObject({ sha: many.at(-1), author: "ann" });
  });

  it.each([
    ["GitHub does not know one", "0".repeat(40)],
    ["they have no history in common", "f".repeat(40)],
    ["one of them is no commit", "v1 with/blanks?"],
  ])("cannot be told when %s", async (_, base) => {
    await using github = await aGithub();
    expect(await githubClient(accessTo(github)).commitsBetween(base, head)).toBe(undefined);
  });
});

describe("a deployment", () => {
  const wanted = { sha: head, environment: "staging", description: "Deploy shop", payload: { service: "shop" } };
  const status = { state: "success", description: "x".repeat(200), logUrl: `${run.url}`, environmentUrl: undefined } as const;

  it("is made of a commit as it is, whatever its checks say, and told how it goes", async () => {
    await using github = await aGithub();
    const client = githubClient(accessTo(github));
    const id = await client.createDeployment(wanted);
    await client.setDeploymentStatus(id, { ...status, state: "in_progress" });
    await client.setDeploymentStatus(id, { ...status, environmentUrl: "https://shop.example.com/" });
    const { deployments } = github.repository("acme/app");
    expect(deployments.all).toMatchObject([
      { ...wanted, id, ref: head, transient_environment: false, production_environment: false },
    ]);
    expect(deployments.all[0]?.statuses).toMatchObject([
      { state: "success", log_url: run.url, environment_url: "https://shop.example.com/", description: "x".repeat(140) },
      { state: "in_progress", environment_url: "" },
    ]);
    expect(await client.logsOf(id)).toEqual([run.url, run.url]);
    expect(github.faults).toEqual([]);
  });

  it("is found by its commit and environment", async () => {
    await using github = await aGithub();
    const client = githubClient(accessTo(github));
    const id = await client.createDeployment(wanted);
    await client.createDeployment({ ...wanted, environment: "with blanks & more" });
    await client.createDeployment({ ...wanted, sha: first });
    expect(await client.deploymentsOf(wanted)).toEqual([id]);
    expect(await client.deploymentsOf({ ...wanted, environment: "with blanks & more" })).toHaveLength(1);
  });

  it("is asked for once, even if nobody knows whether it was heard", async () => {
    await using github = await aGithub();
    github.next("hang up");
    expect(await failureOf(githubClient(accessTo(github)).createDeployment(wanted))).toContain(
      `GitHub was not reached to create a deployment to staging: ${github.url}: `,
    );
    expect(github.requests).toHaveLength(1);
  });

  it("of a renamed repository is made where that is now", async () => {
    await using github = await aGithub({ renamed: { "acme/old": "acme/app" } });
    const client = githubClient(accessTo(github, { repository: "acme/old" }));
    const id = await client.createDeployment(wanted);
    expect(await client.deploymentsOf(wanted)).toEqual([id]);
  });

  it("that GitHub refuses is refused in its own words", async () => {
    await using github = await aGithub();
    const client = githubClient(accessTo(github));
    expect(await failureOf(client.createDeployment({ ...wanted, sha: "0".repeat(40) }))).toBe(
      `GitHub did not create a deployment to staging: 422: No ref found for: ${"0".repeat(40)}`,
    );
    const id = await client.createDeployment(wanted);
    expect(await failureOf(client.setDeploymentStatus(id, { ...status, environmentUrl: "shop.example.com" }))).toBe(
      'GitHub did not note "success" at the deployment: 422: Validation Failed: environment_url must use http(s) scheme',
    );
  });
});
