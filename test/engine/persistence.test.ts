import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type LocalStep, type Outcome, runner, type Step, stepId } from "../../src/core/plan/plan.ts";
import { execute } from "../../src/engine/execute.ts";
import { Hosts } from "../../src/engine/hosts.ts";
import { HostKeys } from "../../src/engine/ssh/host-keys.ts";
import { sshPool } from "../../src/engine/ssh/pool.ts";
import { endings } from "../support.ts";

describe("what asks a registry", () => {
  let directory: string;
  const notes: string[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "persistence-"));
    notes.length = 0;
  });

  /** Says this at its first try, and succeeds at its second. */
  const failing = (deed: string, words: string, needs: Step["needs"] = []): LocalStep => {
    const script = `echo ${deed} >> tries; if [ -e ${deed} ]; then exit 0; fi; touch ${deed}; echo "with s3cret: ${words}"; exit 1`;
    return {
      id: stepId(deed, "here"),
      title: deed,
      stage: "build",
      host: runner,
      run: { argv: ["sh", "-c", script], cwd: directory },
      needs,
    };
  };

  async function outcomesOf(signal: AbortSignal, ...steps: readonly Step[]): Promise<Outcome[]> {
    const hostKeys = new HostKeys({ mode: "strict", known: [] });
    const login = () => Promise.reject(new Error("There are no servers"));
    const pool = sshPool({ login, hostKeys, maxConcurrentStarts: 1, note: (text) => void notes.push(text) });
    const redact = (text: string): string => text.replaceAll("s3cret", "[SECRET]");
    const hosts = new Hosts(pool, { redact, onOutput: () => {}, onAnswer: () => {} });
    return execute(
      { title: "", steps },
      { run: hosts.run, now: () => Date.now(), started: () => {}, settled: () => {} },
      { cancel: signal, halt: never },
    );
  }
  const never = new AbortController().signal;
  const tries = async (): Promise<string[]> => (await readFile(join(directory, "tries"), "utf8")).trim().split("\n");

  it("is tried again where it did not answer, without what has succeeded before it, and what follows has its turn", async () => {
    const clone: LocalStep = { ...failing("clone", ""), run: { argv: ["sh", "-c", "echo clone >> tries"], cwd: directory } };
    const login = failing("login", "i/o timeout", [clone.id]);
    const outcomes = await outcomesOf(never, clone, login, { ...clone, id: stepId("tidy"), needs: [login.id] });
    expect(endings(outcomes)).toEqual(["clone here: succeeded", "login here: succeeded", "tidy: succeeded"]);
    expect(await tries()).toEqual(["clone", "login", "login", "clone"]);
    expect(notes).toEqual(["runner: login: with [SECRET]: i/o timeout. It is tried again (2 of 4)"]);
  });

  it("is not tried again where it answered no", async () => {
    expect(endings(await outcomesOf(never, failing("login", "401 Unauthorized")))).toEqual(["login here: failed"]);
    expect(await tries()).toEqual(["login"]);
    expect(notes).toEqual([]);
  });

  it("is left alone at once when the run is cancelled", async () => {
    const cancel = new AbortController();
    const running = outcomesOf(cancel.signal, failing("login", "connection refused"));
    await expect.poll(() => notes).toHaveLength(1);
    cancel.abort();
    expect(endings(await running)).toEqual(["login here: interrupted"]);
    expect(await tries()).toEqual(["login"]);
  });
});
