import { execFile } from "node:child_process";
import { watch } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { quote } from "../../src/core/shell/sh.ts";
import { type Sshd, startSshd } from "../engine/sshd.ts";
import { type Ended, startMain } from "./runner.ts";
import { checkout } from "./workspace.ts";

const run = promisify(execFile);

describe("a job, and a server that is hostile", () => {
  let server: Sshd;
  let project: Awaited<ReturnType<typeof checkout>>;

  beforeAll(async () => {
    server = await startSshd({ config: ['ForceCommand cd "$HOME" && eval "$SSH_ORIGINAL_COMMAND"'] });
    const ssh = { user: server.user, port: server.port, config: false };
    const settings = { service: "shop", image: "acme/shop", servers: [server.host], registry: { server: "localhost:5000" } };
    project = await checkout({ "config/deploy.yml": stringify({ ...settings, builder: { arch: "amd64" }, ssh }) });
  });
  afterAll(() => Promise.all([server.stop(), project[Symbol.asyncDispose]()]));

  const ask = async (command: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> => {
    const access = { "ssh-private-key": server.key.reveal(), "ssh-known-hosts": server.knownHosts };
    return (await startMain({ workspace: project.directory, with: { command, ...access }, env })).ended;
  };

  const orders = ["::set-output name=version::evil", "::add-mask::job", "  ::error::made up", "##[error]made up"];
  const hidden = [
    "over\r::warning::made up",
    "\x1b[0m::stop-commands::x",
    "a ##[add-mask]job",
    "\u00a0::set-env name=PATH::/tmp",
  ];
  const said = [...orders, ...hidden].join("\n");

  it.each([
    ["what it answers", `printf %s ${quote(said)}`, 0],
    ["the words of a failure", `printf %s ${quote(said)} >&2; exit 3`, 1],
  ])("gives the runner no orders by %s", async (_, command, exitCode) => {
    // JobLog, by which the runner of these tests reads, objects to every order that no action gives any more.
    const main = await ask(`server exec ${quote(command)}`);
    expect(main.exitCode).toBe(exitCode);
    expect(`${main.log}${main.summary}`).toContain("set-output");
    expect(main.annotations.filter(({ message }) => message === "made up")).toEqual([]);
    expect(main.masks).not.toContain("job");
    expect(main.outputs.version ?? "").not.toBe("evil");
  });

  it("leaves the job's key off the disk, while it runs as well", async () => {
    const home = join(server.directory, "runner");
    await mkdir(home);
    const made: string[] = [];
    const watching = watch(home, { recursive: true }, (_, name) => void made.push(String(name)));
    const main = await ask("lock status", { HOME: home, TMPDIR: home, RUNNER_TEMP: home });
    watching.close();
    expect(main.log).toContain("There is no deploy lock");
    expect(made).toEqual([]);
    const [, line = ""] = server.key.reveal().split("\n");
    const searching = run("grep", ["-rlF", "-e", line, home, project.directory]);
    await expect(searching).rejects.toMatchObject({ code: 1, stdout: "" });
  });
});
