import { expect, it } from "vitest";
import { StageLog } from "../../src/action/stage-log.ts";
import { JobLog } from "./job-log.ts";

/** What a runner shows of a log, and what it would object to. */
function watched(): { readonly log: StageLog; readonly lines: readonly string[]; readonly faults: readonly string[] } {
  const job = new JobLog();
  return { log: new StageLog((line) => job.hear(line)), lines: job.lines, faults: job.faults };
}

it("keeps what is said of another part back until the steps of this one have ended", () => {
  const { log, lines, faults } = watched();
  log.started("Build");
  log.started("Look");
  log.settled("Look", "looked at 1.1.1.1");
  log.say("Build", "#1 load build definition");
  expect(lines).toEqual(["##[group]Build", "#1 load build definition"]);
  log.settled("Build", "built");
  log.started("Boot");
  expect(lines.slice(2)).toEqual(["built", "##[group]Look", "looked at 1.1.1.1", "##[group]Boot"]);
  expect(faults).toEqual([]);
});

it("goes on with what runs already before it turns to what begins", () => {
  const { log, lines } = watched();
  log.started("Look");
  log.started("Build");
  log.say("Build", "#1 load build definition");
  log.settled("Look", "looked");
  log.started("Prepare");
  log.settled("Prepare", "prepared");
  log.settled("Build", "built");
  log.close();
  expect(lines).toEqual([
    ...["##[group]Look", "looked"],
    ...["##[group]Build", "#1 load build definition", "built"],
    ...["##[group]Prepare", "prepared"],
  ]);
});

it("stays in a group between two steps of it", () => {
  const { log, lines } = watched();
  for (const name of ["clone", "build"]) {
    log.started("Build");
    log.settled("Build", name);
  }
  expect(lines).toEqual(["##[group]Build", "clone", "build"]);
});

it("loses nothing when a run ends in the middle", () => {
  const { log, lines, faults } = watched();
  log.started("Build");
  log.started("Look");
  log.settled("Look", "1.1.1.1 does not answer");
  log.close();
  expect(lines).toEqual(["##[group]Build", "##[group]Look", "1.1.1.1 does not answer"]);
  expect(faults).toEqual([]);
});

it("says outside of all groups what everybody should see, and goes on in the one that was open", () => {
  const { log, lines, faults } = watched();
  log.started("Build");
  log.remark("The deploy lock is held. Waiting for it");
  log.settled("Build", "built");
  log.close();
  expect(lines).toEqual(["##[group]Build", "The deploy lock is held. Waiting for it", "##[group]Build", "built"]);
  expect(faults).toEqual([]);
});
