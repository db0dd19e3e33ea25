import { describe, expect, it } from "vitest";
import { onRunner } from "../../src/core/plan/step.ts";
import { Engine } from "../../src/use-cases/engine.ts";
import { loadProject } from "../../src/use-cases/project.ts";
import { steady } from "../../src/use-cases/steady-watcher.ts";
import { deaf, type Watcher } from "../../src/use-cases/watcher.ts";
import { checkout, deployYml } from "../action/workspace.ts";
import { requestIn } from "../cli/in-process.ts";
import { aRelease, endings } from "../support.ts";

const step = onRunner("build", "build", "Build", { argv: ["true"] });
const outcome = { step, status: "succeeded", startedAt: 0, endedAt: 1, exitCode: 0, output: "" } as const;

function full(): never {
  throw new Error("ENOSPC: no space left on device, write");
}

/** Tells it all. */
async function tellAll(watcher: Watcher): Promise<void> {
  watcher.warning({ file: "deploy.yml", line: 1, column: 1, message: "odd", path: "" });
  watcher.releasing(aRelease());
  watcher.locking({ details: "" });
  watcher.started(step);
  watcher.output(step, "words");
  await watcher.answered(step, ["words"]);
  watcher.settled(outcome);
  watcher.note("words");
}

describe("a watcher of a run that goes on whatever becomes of what is told", () => {
  it("is told all as it was", async () => {
    const told: string[] = [];
    await tellAll(steady({ ...deaf, started: ({ id }) => void told.push(id), note: (text) => void told.push(text) }));
    expect(told).toEqual([step.id, "words"]);
  });

  it("tells once that something could not be told", async () => {
    const notes: string[] = [];
    const failing = { started: full, output: full, settled: full, warning: full, releasing: full, locking: full };
    const answered = async (): Promise<void> => full();
    await tellAll(steady({ ...deaf, ...failing, answered, note: (text) => void notes.push(text) }));
    expect(notes).toEqual([expect.stringMatching(/^warning: The run goes on.*ENOSPC: no space left/), "words"]);
  });

  it("goes on where not even that can be told", async () => {
    await tellAll(steady({ ...deaf, started: full, note: full }));
  });

  it("does not go on where secrets could not be hidden", () => {
    expect(() => steady({ ...deaf, secrets: full }).secrets(new Map())).toThrow("ENOSPC");
  });

  it("has a run go on to its end", async () => {
    await using project = await checkout({ "config/deploy.yml": deployYml });
    const watcher = { ...deaf, started: full, output: full, settled: full, note: full };
    const request = requestIn(project.directory, { configFile: "config/deploy.yml" });
    const call = { request, watcher, cancel: new AbortController().signal };
    const engine = await Engine.start(await loadProject(call), call);
    const first = onRunner("one", "build", "One", { argv: ["echo", "words"] });
    const outcomes = await engine.run({ title: "", steps: [first, { ...step, needs: [first.id] }] });
    await engine.close();
    expect(endings(outcomes)).toEqual(["one here: succeeded", "build here: succeeded"]);
  });
});
