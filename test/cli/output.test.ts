import { chmod, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkout } from "../action/workspace.ts";
import { startCollector } from "../adapters/collector.ts";
import { run } from "./run.ts";

interface Settings {
  /** Further lines of deploy.yml. */
  readonly settings?: string;
  /** What the pre-connect hook does, before which nothing is connected. */
  readonly hook?: string;
}

/** A project whose server, here, refuses every connection: a run ends after its first hook. */
async function aProject({ settings = "", hook = "echo about to connect with $TOKEN" }: Settings) {
  const deployYml = `service: shop
image: acme/shop
servers: [127.0.0.1]
registry: { username: acme, password: [TOKEN] }
builder: { arch: amd64 }
ssh: { port: 1 }
${settings}`;
  const project = await checkout({
    ...{ "config/deploy.yml": deployYml, ".kamal/secrets-common": "TOKEN=t0ken-of-acme\n" },
    ".kamal/hooks/pre-connect": `#!/bin/sh\n${hook}\n`,
  });
  await chmod(join(project.directory, ".kamal/hooks/pre-connect"), 0o755);
  return {
    ...project,
    landfall: (...args: readonly string[]) => run(project.directory, args),
  };
}

describe("output in deploy.yml", () => {
  it("keeps what changes something in a file and at an endpoint, without secrets, and says where", async () => {
    await using collector = await startCollector();
    const settings = `output: { file: { path: log/deploys }, otel: { endpoint: "${collector.endpoint}" } }`;
    await using project = await aProject({ settings });
    const { exitCode, stderr } = await project.landfall("app", "stop");
    expect(exitCode).toBe(1);
    const [name = "", ...others] = await readdir(join(project.directory, "log/deploys"));
    expect(others).toEqual([]);
    expect(name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d_app_stop\.log$/);
    expect(stderr).toContain(`Logs written to ${join(project.directory, "log/deploys", name)}\n`);
    expect(stderr).toContain(`Logs sent to ${new URL(collector.endpoint).origin}\n`);
    const lines = (await readFile(join(project.directory, "log/deploys", name), "utf8")).trimEnd().split("\n");
    expect(lines).toContain("[runner] Run the pre-connect hook");
    expect(lines).toContain("[runner]   about to connect with [TOKEN]");
    expect(lines.at(-1)).toMatch(/^# FAILED: ExecuteError: .*127\.0\.0\.1.* \(\d+\.\ds\)$/);
    const sent = collector.batches.flat();
    expect(sent.map(({ text: line }) => line)).toEqual(["kamal.start", ...lines.slice(0, -1), "kamal.failed"]);
    expect(sent[1]?.attributes).toEqual({ "server.address": "localhost" });
    expect(sent.at(-1)?.attributes).toMatchObject({ "kamal.command": "app stop", "exception.type": "ExecuteError" });
    expect([collector.faults, lines.filter((line) => line.includes("t0ken"))]).toEqual([[], []]);
  });

  it("keeps a deploy under its destination", async () => {
    await using project = await aProject({ settings: "output: { file: { path: log } }" });
    await writeFile(join(project.directory, "config/deploy.staging.yml"), "{}\n");
    expect((await project.landfall("redeploy", "-P", "-d", "staging")).exitCode).toBe(1);
    const [name = ""] = await readdir(join(project.directory, "log"));
    expect(name).toMatch(/_staging_redeploy\.log$/);
    const lines = (await readFile(join(project.directory, "log", name), "utf8")).trimEnd().split("\n");
    expect(lines[0]).toBe("[runner] Run the pre-connect hook");
    expect(lines.at(-1)).toMatch(/^# FAILED: /);
  });

  it("keeps nothing of a command that only looks", async () => {
    await using project = await aProject({ settings: "output: { file: { path: log/deploys } }" });
    expect((await project.landfall("app", "containers")).exitCode).toBe(1);
    expect(await readdir(project.directory)).not.toContain("log");
  });

  it("that cannot be followed is told of once, and stops nothing", async () => {
    const settings = 'output: { file: { path: config/deploy.yml/log }, otel: { endpoint: "no address" } }';
    await using project = await aProject({ settings });
    const { stderr } = await project.landfall("app", "stop");
    expect(stderr.match(/warning: .*/g)).toEqual([
      "warning: output/otel/endpoint: no log is kept there: Invalid URL",
      expect.stringMatching(/^warning: output\/file\/path: no log is kept there: ENOTDIR/),
    ]);
    expect(stderr).toContain("Run the pre-connect hook");
    expect(stderr).toMatch(/ERROR: 127\.0\.0\.1/);
  });
});

it.each([["facts"], ["details"], ["app", "details"], ["proxy", "details"]])(
  "%s %s of a server that cannot be reached answers nothing, and says which it is",
  async (...command) => {
    await using project = await aProject({});
    const { exitCode, stdout, stderr } = await project.landfall(...command);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(/^ERROR: 127\.0\.0\.1: /m);
  },
);

it("facts that were saved are for a dry run only: nothing is deployed with them", async () => {
  await using project = await aProject({});
  expect(await project.landfall("deploy", "--facts", "facts.json")).toMatchObject({
    ...{ exitCode: 1, stdout: "", stderr: expect.stringMatching(/^ERROR: --facts is for --dry-run only/) },
  });
});

describe("what a terminal shows", () => {
  const prompt = /pre-connect hook|\$ .*pre-connect/;
  const said = /^about to connect with \[TOKEN\]$/m;
  const verboseHook = "hooks_output: { pre-connect: verbose }";

  it.each([
    { settings: "", args: [], shows: { step: true, output: false } },
    { settings: verboseHook, args: [], shows: { step: true, output: true } },
    { settings: verboseHook, args: ["-q", "-v"], shows: { step: false, output: false } },
    { settings: "hooks_output: quiet", args: [], shows: { step: false, output: false } },
  ])("of a hook with $args and $settings: $shows", async ({ settings, args, shows }) => {
    await using project = await aProject({ settings });
    const { stdout, stderr } = await project.landfall("app", "stop", ...args);
    expect([prompt.test(stderr), said.test(stderr)]).toEqual([shows.step, shows.output]);
    expect(stderr).toMatch(/ERROR: 127\.0\.0\.1/);
    expect(stdout + stderr).not.toContain("t0ken");
  });

  it("of commands with -v: each as it is run, secrets by their names", async () => {
    await using project = await aProject({});
    const { stderr } = await project.landfall("app", "stop", "-v");
    expect(stderr).toMatch(/^ {2}runner {11}\$ .*TOKEN='?\[TOKEN\]'? .*\.kamal\/hooks\/pre-connect$/m);
    expect(stderr).toMatch(/^ {2}127\.0\.0\.1 {8}\$ /m);
    expect(stderr).toMatch(/^about to connect with \[TOKEN\]$/m);
    expect(stderr).not.toContain("t0ken");
  });

  it("of a hook that failed: all that it said, whatever else is hidden", async () => {
    await using project = await aProject({ settings: "hooks_output: quiet", hook: "echo not today; exit 3" });
    const { exitCode, stdout, stderr } = await project.landfall("app", "stop", "-q");
    expect({ exitCode, stdout, stderr }).toEqual({
      ...{ exitCode: 1, stdout: "", stderr: "ERROR: Hook 'pre-connect' failed:\nnot today\n" },
    });
  });
});
