import { describe, expect, it } from "vitest";
import { githubClient } from "../../src/adapters/github/client.ts";
import { Secret } from "../../src/core/shell/secret.ts";
import { brokenGateway, rateLimited, slowDown } from "./answer.ts";
import { accessTo, aGithub, failureOf, head, token } from "./support.ts";

const run = { id: "4711", attempt: "1", url: "https://github.com/acme/app/actions/runs/4711" };

describe("GitHub", () => {
  const asking = { sha: head, environment: "production" };

  it("names the permission that a token lacks", async () => {
    await using github = await aGithub({ tokens: [{ ...token, permissions: { contents: "read", deployments: "read" } }] });
    const client = githubClient(accessTo(github));
    const wanted = { ...asking, description: "", payload: {} };
    expect(await failureOf(client.createDeployment(wanted))).toBe(
      'GitHub did not create a deployment to production: 403: Resource not accessible by integration. The job needs "deployments: write" under permissions',
    );
    expect(await failureOf(client.runIsOver(run))).toContain('The job needs "actions: read" under permissions');
  });

  it("says that it knows no such token, and shows none", async () => {
    await using github = await aGithub({ tokens: [] });
    const message = await failureOf(githubClient(accessTo(github)).deploymentsOf(asking));
    expect(message).toContain("401: Bad credentials. The token is no token of this GitHub, or it has expired");
    expect(message).not.toContain(token.text);
  });

  it.each(["ghs_with\na line break", "ghs_ä€", "ghs_two words", ""])(
    "is sent no token like %j, nor is that shown",
    async (text) => {
      await using github = await aGithub();
      const client = githubClient(accessTo(github, { token: new Secret("GH_TOKEN", text) }));
      expect(await failureOf(client.deploymentsOf(asking))).toBe("[GH_TOKEN] is no token of GitHub");
      expect(github.requests).toEqual([]);
    },
  );

  it("is asked again after a passing fault, a while later", async () => {
    await using github = await aGithub();
    github.next(brokenGateway, "hang up");
    expect(await githubClient(accessTo(github)).deploymentsOf(asking)).toEqual([]);
    expect(github.requests).toHaveLength(3);
  });

  it("is asked three times at most, and its last answer is told", async () => {
    await using github = await aGithub();
    github.always(brokenGateway);
    expect(await failureOf(githubClient(accessTo(github)).deploymentsOf(asking))).toBe(
      "GitHub did not list the deployments to production: 502",
    );
    expect(github.requests).toHaveLength(3);
  });

  it("is asked again after the seconds that it wants to be left alone, if there is the time", async () => {
    await using github = await aGithub();
    github.next(slowDown(1));
    expect(await githubClient(accessTo(github)).deploymentsOf(asking)).toEqual([]);
    expect(github.requests).toHaveLength(2);
    github.next(slowDown(1));
    await failureOf(githubClient(accessTo(github), undefined, 900).deploymentsOf(asking));
    expect(github.requests).toHaveLength(3);
  });

  it.each([
    ["minutes", slowDown(120), "in some minutes"],
    ["no one knows how long", slowDown(), "in some minutes"],
    ["an hour", rateLimited(1_767_323_045), "at 03:04 UTC"],
  ])("is not waited for when that would take %s", async (_, answer, when) => {
    await using github = await aGithub();
    github.always(answer);
    expect(await failureOf(githubClient(accessTo(github)).deploymentsOf(asking))).toContain(
      `The token has asked too much; it may ask again ${when}`,
    );
    expect(github.requests).toHaveLength(1);
  });

  it("that never answers is given up", async () => {
    await using github = await aGithub();
    github.always("silence");
    expect(await failureOf(githubClient(accessTo(github), undefined, 50).deploymentsOf(asking))).toBe(
      `GitHub was not reached to list the deployments to production: ${github.url}: it takes too long to answer`,
    );
  });

  it("is not asked again once the run is cancelled", async () => {
    await using github = await aGithub();
    github.always(brokenGateway);
    const cancel = new AbortController();
    cancel.abort();
    await failureOf(githubClient(accessTo(github), cancel.signal).deploymentsOf(asking));
    expect(github.requests).toEqual([]);
  });

  it("that says what nobody expects is not believed", async () => {
    await using github = await aGithub();
    github.next({ status: 200, body: { message: "Welcome" } }, { status: 200, body: "<html>Log in</html>" });
    const client = githubClient(accessTo(github));
    expect(await failureOf(client.deploymentsOf(asking))).toContain("its answer is not understood");
    expect(await failureOf(client.deploymentsOf(asking))).toContain("its answer is not understood");
  });
});
