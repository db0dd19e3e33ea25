import { expect, it } from "vitest";
import { githubOf } from "../../src/use-cases/github.ts";
import type { Request } from "../../src/use-cases/request.ts";
import { accessTo, aGithub, commits, head, token } from "./support.ts";

const run = { id: "4711", attempt: "1", url: "https://github.com/acme/app/actions/runs/4711" };

/** A call by somebody who listens to notes. */
function aCall(github: Request["github"]) {
  const notes: string[] = [];
  const cancel = new AbortController();
  const call = { request: { github }, watcher: { note: (text: string) => void notes.push(text) }, cancel: cancel.signal };
  return { call, notes, cancel: () => cancel.abort() };
}

it("answers what GitHub knows", async () => {
  await using github = await aGithub();
  const { call, notes } = aCall(accessTo(github));
  const asked = githubOf(call);
  expect(await asked.runIsOver(run)).toBe("over");
  expect((await asked.commitsBetween(commits[0] ?? "", head))?.total).toBe(2);
  expect(notes).toEqual([]);
});

it("knows nothing, and says nothing, where GitHub was not named", async () => {
  const { call, notes } = aCall(undefined);
  expect(await githubOf(call).runIsOver(run)).toBe("unknown");
  expect(await githubOf(call).commitsBetween("a", "b")).toBe(undefined);
  expect(notes).toEqual([]);
});

it("says once why something cannot be known, however often it is asked", async () => {
  await using github = await aGithub({ tokens: [{ ...token, permissions: { contents: "read" } }] });
  const { call, notes } = aCall(accessTo(github));
  const asked = githubOf(call);
  expect(await asked.runIsOver(run)).toBe("unknown");
  expect(await asked.runIsOver(run)).toBe("unknown");
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain('"actions: read" under permissions');
});

it("says nothing of what was given up because the run is cancelled", async () => {
  await using github = await aGithub();
  github.always("silence");
  const { call, notes, cancel } = aCall(accessTo(github));
  const asking = githubOf(call).runIsOver(run);
  cancel();
  expect(await asking).toBe("unknown");
  expect(notes).toEqual([]);
});
