import { describe, expect, it } from "vitest";
import { eventOf, usePreviews } from "./pull-request-job.ts";
import { runStep } from "./runner.ts";

const previews = await usePreviews();

describe("a job that GitHub does not listen to", () => {
  /** What its log has beside the steps and what came of them. */
  const notes = (log: string): string[] => log.split("\n").filter((line) => line.includes("GitHub"));
  const needed = (log: string): string[] =>
    notes(log)
      .flatMap((line) => line.match(/"[a-z-]+: [a-z]+"/g) ?? [])
      .toSorted();

  it("deploys all the same, and names each permission that it lacks once", async () => {
    await using github = await previews.github({}, {});
    const { main } = await runStep(previews.step(github, eventOf("opened")));
    expect(main).toMatchObject({ exitCode: 0, outputs: { "preview-state": "live" } });
    expect(needed(main.log)).toEqual(['"deployments: write"', '"pull-requests: read"', '"pull-requests: write"']);
    expect(main.annotations).toMatchObject([{ level: "warning", title: "Deployment" }]);
  });

  it("removes all the same", async () => {
    await using github = await previews.github({}, {});
    const { main } = await runStep(previews.step(github, eventOf("closed", { number: 3 })));
    expect(main).toMatchObject({ exitCode: 0, annotations: [], outputs: { "preview-state": "removed" } });
    expect(needed(main.log)).toEqual(['"deployments: read"', '"deployments: write"', '"pull-requests: write"']);
  });

  it("deploys where GitHub is down, and where the conversation is locked", async () => {
    await using github = await previews.github();
    github.always("hang up");
    const down = await runStep(previews.step(github, eventOf("opened")));
    expect(down.main).toMatchObject({ exitCode: 0, outputs: { "preview-state": "live" } });
    expect(notes(down.main.log)).toHaveLength(3);
    github.always(undefined);
    await previews.begin();
    github.repository("acme/app").comments.locked.add(12);
    const { main } = await runStep(previews.step(github, eventOf("synchronize")));
    expect(main).toMatchObject({ exitCode: 0, annotations: [], outputs: { "preview-state": "live" } });
    expect(notes(main.log)).toEqual([expect.stringContaining("unlock it to have the comment there")]);
  });
});
