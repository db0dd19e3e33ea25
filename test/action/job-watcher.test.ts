import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { jobWatcher } from "../../src/action/job-watcher.ts";
import { StageLog } from "../../src/action/stage-log.ts";
import { isAwaited, type LocalStep, type RemoteStep, runner, type Stage, stepId } from "../../src/core/plan/plan.ts";
import type { Verbosity } from "../../src/core/report/verbosity.ts";
import { sh } from "../../src/core/shell/sh.ts";
import type { LockClaim } from "../../src/use-cases/watcher.ts";
import { aNumber } from "../core/config/preview/shop.ts";
import { aHost, aSecret } from "../support.ts";

const program = (stage: Stage, over: Partial<LocalStep> = {}): LocalStep => ({
  ...{ id: stepId(stage), title: `Do ${stage}`, stage, host: runner, needs: [], run: { argv: ["make", aSecret("x", "KEY")] } },
  ...over,
});
const command: RemoteStep = {
  ...{ id: stepId("act"), title: "Do act", stage: "act", host: aHost("1.1.1.1"), needs: [], run: sh`docker info` },
};

/** The log of a job in which these steps run, and each prints its stage. */
function logOf(verbosity: Verbosity, ...steps: readonly (LocalStep | RemoteStep)[]): string[] {
  const lines: string[] = [];
  const log = new StageLog((line) => lines.push(line));
  const watcher = jobWatcher({ log, verbosity, directory: "", lock: { configFile: "config/deploy.yml" } });
  for (const step of steps) {
    const output = `${step.stage} prints\n`;
    watcher.started(step);
    if (step.host === runner) watcher.output(step, output);
    else if (isAwaited(step)) watcher.answered(step, [output.trim()]);
    watcher.settled({ step, status: "succeeded", startedAt: 0, endedAt: 100, exitCode: 0, output });
  }
  log.close();
  return lines.filter((line) => line !== "::endgroup::");
}

const end = (place: string, stage: Stage): string => `✓ ${place.padEnd(16)} Do ${stage}  0.1 s`;

/** What a job of this command has noted for the post step once it takes this lock. */
async function notedOf(claim: LockClaim): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "state-"));
  const state = join(directory, "state");
  await writeFile(state, "");
  vi.stubEnv("GITHUB_STATE", state);
  const log = new StageLog(() => {});
  const watcher = jobWatcher({ log, verbosity: "usual", directory: "", lock: { configFile: "config/deploy.yml" } });
  watcher.locking(claim);
  expect(await readFile(state, "utf8")).toBe("");
  watcher.started({ ...command, id: stepId("lock"), stage: "lock" });
  log.close();
  vi.unstubAllEnvs();
  const noted = await readFile(state, "utf8");
  await rm(directory, { recursive: true });
  return noted;
}

it("notes for the post step, as the lock is taken, what the run makes live and what served before", async () => {
  const change = { version: "1a2b3c", previous: "0f9e8d" };
  expect(await notedOf({ details: "Token: 1", change })).toContain('"change":{"version":"1a2b3c","previous":"0f9e8d"}');
});

it("notes whose preview's lock it is, of a command that looks after several", async () => {
  expect(await notedOf({ details: "Token: 1", preview: aNumber(12) })).toContain('"preview":12,');
});

describe("a job's log", () => {
  it("shows what a build prints, and of hooks and servers only that they are done", () => {
    expect(logOf("usual", program("build"), program("hooks"), command)).toEqual([
      ...["::group::Build and push the image", "build prints", end("runner", "build")],
      ...["::group::Run hooks", end("runner", "hooks")],
      ...["::group::Act on the servers", end("1.1.1.1", "act")],
    ]);
  });

  it("shows of a hook what deploy.yml asks for", () => {
    expect(logOf("usual", program("hooks", { verbosity: "verbose" }))).toEqual([
      ...["::group::Run hooks", "  runner           $ make [KEY]", "hooks prints", end("runner", "hooks")],
    ]);
    expect(logOf("usual", program("hooks", { verbosity: "quiet" }))).toEqual([]);
  });

  it("shows every command with -v, secrets by their names, and what it prints", () => {
    expect(logOf("verbose", program("hooks", { verbosity: "quiet" }), command)).toEqual([
      ...["::group::Run hooks", "  runner           $ make [KEY]", "hooks prints", end("runner", "hooks")],
      ...[
        "::group::Act on the servers",
        "  1.1.1.1          $ docker info",
        "  1.1.1.1            act prints",
        end("1.1.1.1", "act"),
      ],
    ]);
  });

  it.each<[Verbosity, string[]]>([
    ["usual", ["  1.1.1.1            release prints", end("1.1.1.1", "release")]],
    ["verbose", ["  1.1.1.1          $ docker info", "  1.1.1.1            release prints", end("1.1.1.1", "release")]],
    ["quiet", []],
  ])("shows what the release command prints as it prints it, and once: %s", (verbosity, lines) => {
    const release: RemoteStep = { ...command, id: stepId("release"), title: "Do release", stage: "release" };
    expect(logOf(verbosity, release).slice(1)).toEqual(lines);
  });

  it("shows nothing of them with -q", () => {
    expect(logOf("quiet", program("build"), program("hooks", { verbosity: "verbose" }), command)).toEqual([]);
  });

  it("leaves out what a login prints and how far a transfer is", () => {
    const login = program("build", { id: stepId("login"), title: "Log in" });
    expect(logOf("usual", login)).toEqual(["::group::Build and push the image", `✓ ${"runner".padEnd(16)} Log in  0.1 s`]);
    const lines: string[] = [];
    const log = new StageLog((line) => lines.push(line));
    const watcher = jobWatcher({ log, verbosity: "usual", directory: "", lock: { configFile: "config/deploy.yml" } });
    watcher.started(program("build"));
    watcher.output(
      program("build"),
      "#9 pushing layer 5095 8.70kB / 3.30MB 0.2s\n#9 sha256:ab 1.2MB / 1.2MB 0.3s done\n#7 COPY . .\n",
    );
    expect(lines.slice(1)).toEqual(["#9 sha256:ab 1.2MB / 1.2MB 0.3s done", "#7 COPY . ."]);
  });

  it("shows what servers are prepared with as one part, however early they are logged in", () => {
    const login = { ...command, id: stepId("login"), stage: "prepare" } as const;
    const proxy = { ...command, id: stepId("proxy"), stage: "prepare" } as const;
    expect(logOf("usual", login, program("build"), proxy).filter((line) => line.startsWith("::group::"))).toEqual([
      ...["::group::Log in to the registry", "::group::Build and push the image", "::group::Prepare the servers"],
    ]);
  });

  it("has no part of its own for what is looked at again under the lock", () => {
    const [look, lock] = [{ ...command, stage: "look" } as const, { ...command, stage: "lock" } as const];
    expect(logOf("usual", look, lock, look).filter((line) => line.startsWith("::group::"))).toEqual([
      "::group::Look at the servers",
      "::group::Take the lock and pull the image",
    ]);
  });
});
