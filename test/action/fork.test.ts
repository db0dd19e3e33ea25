import { describe, expect, it } from "vitest";
import { eventOf, pushed, usePreviews } from "./pull-request-job.ts";
import { runStep } from "./runner.ts";

const previews = await usePreviews();

describe("a job of a pull request from a fork", () => {
  const from = "eve/app";
  const noSecrets = { "ssh-private-key": "", "ssh-known-hosts": "" };

  it.each(["opened", "closed"] as const)(
    "that is %s succeeds, reads nothing of the project, asks nobody and says why",
    async (action) => {
      await using github = await previews.github();
      await using _ = await previews.server.changed({ "config/deploy.yml": "service: [", ".kamal/secrets": "'" });
      const { main } = await runStep(previews.step(github, eventOf(action, { from, label: "bug" }), noSecrets));
      expect(main).toMatchObject({ exitCode: 0, annotations: [], outputs: { "preview-state": "skipped", "preview-url": "" } });
      expect(main.log).toBe("A pull request from a fork gets no preview.");
      expect(github.requests).toEqual([]);
      expect(await previews.server.calls()).toBe("");
    },
  );

  const runs = [{ id: 4711, attempt: 2, status: "in_progress" }];
  const target = { GITHUB_EVENT_NAME: "pull_request_target" };
  const approved = { runs, approvals: [{ run: 4711, state: "approved", environment: "preview" } as const] };

  it("gets none that nobody has approved, though it has the secrets, and nothing of it is read", async () => {
    await using github = await previews.github({ runs });
    await using _ = await previews.server.changed({ "config/deploy.yml": "service: [", ".kamal/secrets": "'" });
    const { main } = await runStep(previews.step(github, eventOf("opened", { from }), {}, target));
    expect(main).toMatchObject({ exitCode: 0, annotations: [], outputs: { "preview-state": "skipped" } });
    expect(main.log).toContain("nobody has approved this run at the environment preview.");
    expect(github.requests.map(({ path }) => path)).toEqual(["/repos/acme/app/actions/runs/4711/approvals"]);
  });

  it("gets none where another commit is checked out than was approved, and nothing of it is read", async () => {
    await using github = await previews.github(approved);
    await using _ = await previews.server.changed({ "config/deploy.yml": "service: [", ".kamal/secrets": "'" });
    const { main } = await runStep(previews.step(github, eventOf("opened", { from }), {}, target));
    expect(main).toMatchObject({ exitCode: 0, outputs: { "preview-state": "skipped" } });
    expect(main.log).toContain(`from another commit than the approved one: check out ${pushed}.`);
    expect(await previews.server.calls()).toBe("");
  });

  it("gets one of the commit that a person approved, where deploy.yml allows it, and none where it does not", async () => {
    await using github = await previews.github(approved);
    const event = eventOf("opened", { from, sha: previews.server.project.commit });
    const refused = await runStep(previews.step(github, event, {}, target));
    expect(refused.main).toMatchObject({ exitCode: 0, outputs: { "preview-state": "skipped" } });
    await using _ = await previews.server.changed({
      "config/deploy.yml": previews.server.deployYml({ allow_forks: "approved" }),
    });
    const { main } = await runStep(previews.step(github, event, {}, target));
    expect(main).toMatchObject({ exitCode: 0, outputs: { "preview-state": "live" } });
  });
});
