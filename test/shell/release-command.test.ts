import { describe, expect, it } from "vitest";
import { isRemote } from "../../src/core/plan/plan.ts";
import { commanding } from "../../src/core/plan/release-command.ts";
import type { Shell } from "../../src/core/shell/sh.ts";
import { aConfig, aLandfall, aRelease } from "../support.ts";
import { aHome, type Home } from "./home.ts";
import { marksOf, shells } from "./shells.ts";

/** A `docker run` of a program that is one of these, and a `docker stop` that stops it. */
const installDocker = (home: Home, program: string): void =>
  home.install("docker", 'case "$1" in', `run) echo $$ > pid; ${program};;`, 'stop) kill "$(cat pid)"; touch stopped;;', "esac");

function commandWithin(timeout: number, command = "bin/rails db:migrate"): Shell {
  const config = aConfig({ landfall: aLandfall({ release: { command, role: "web", timeout } }) });
  const [step] = commanding(aRelease({ config }), []);
  if (!step || !isRemote(step)) throw new Error("There is no such step");
  return step.run;
}

describe.each(shells)("the time that a release command has, on $name", (shell) => {
  const run = async (home: Home, command: Shell): Promise<{ code: number; output: string }> => {
    const [end] = await marksOf(shell, [command], undefined, { cwd: home.directory, path: `${home.directory}/bin` });
    return { code: end?.code ?? -1, output: end?.output ?? "" };
  };

  it("is not waited for once it has ended, and its exit code is the step's", async () => {
    using home = aHome();
    installDocker(home, "echo migrated; exit 3");
    expect(await run(home, commandWithin(3600))).toEqual({ code: 3, output: "migrated\n" });
    expect(home.has("stopped")).toBe(false);
  });

  it("goes well where it goes well", async () => {
    using home = aHome();
    installDocker(home, "echo migrated");
    expect(await run(home, commandWithin(3600))).toEqual({ code: 0, output: "migrated\n" });
  });

  it.each([
    ["dies of being stopped", "exec sleep 60"],
    ["ends well when it is stopped", "trap 'kill $!; exit 0' TERM; sleep 60 & wait"],
  ])("ends it as a failure, though it %s", async (_, program) => {
    using home = aHome();
    installDocker(home, `echo begun; ${program}`);
    const { code, output } = await run(home, commandWithin(1));
    expect(code).toBe(124);
    expect(output).toMatch(/^begun\n/);
    expect(output).toContain(
      "It was stopped after 1 s, the time that it has (x-landfall/release/timeout). Does it wait for something?\n",
    );
    expect(home.has("stopped")).toBe(true);
  });

  it("ends at the first command that fails, where the server's shell is given several", async () => {
    using home = aHome();
    installDocker(home, "exit 4");
    expect(await run(home, commandWithin(3600, "one; touch second"))).toEqual({ code: 4, output: "" });
    expect(home.has("second")).toBe(false);
  });
});
