import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { quote } from "../../src/core/shell/sh.ts";
import { type Sshd, startSshd } from "../engine/sshd.ts";
import { run } from "./run.ts";

const program = join(import.meta.dirname, "../../src/cli/main.ts");

describe("a hostile server", { timeout: 90_000 }, () => {
  let server: Sshd;

  beforeAll(async () => {
    server = await startSshd({ config: ['ForceCommand cd "$HOME" && eval "$SSH_ORIGINAL_COMMAND"'] });
    await Promise.all(["config", ".ssh", ".kamal"].map((name) => mkdir(join(server.directory, name))));
    await writeFile(join(server.directory, "id"), server.key.reveal(), { mode: 0o600 });
    await writeFile(join(server.directory, ".ssh/known_hosts"), server.knownHosts);
    const ssh = { user: server.user, port: server.port, config: false, keys: [join(server.directory, "id")], keys_only: true };
    const settings = { service: "shop", image: "acme/shop", servers: [server.host], registry: { server: "localhost:5000" } };
    await writeFile(
      join(server.directory, "config/deploy.yml"),
      stringify({ ...settings, builder: { arch: "amd64" }, ssh, env: { secret: ["KEY"] } }),
    );
  });
  afterAll(() => server.stop());

  const exec = (command: string, ...options: readonly string[]) => run(server.directory, ["server", "exec", command, ...options]);

  it.each([
    ["of lines", "yes $(printf '%0200d') | head -c 100000000", []],
    ["of lines that are collected", "yes $(printf '%0200d') | head -c 100000000", ["--json"]],
    ["in one line that does not end", "head -c 100000000 /dev/zero | tr '\\0' x", []],
    ["that is no UTF-8", "head -c 100000000 /dev/zero | tr '\\0' '\\377'", []],
  ])("that says 100 MB %s is heard by a program with 64 MB", { timeout: 180_000 }, async (_, command, options) => {
    const env = { PATH: process.env.PATH ?? "", HOME: server.directory };
    const args = ["--max-old-space-size=64", program, "server", "exec", command, ...options];
    const child = spawn(process.execPath, args, { cwd: server.directory, env, stdio: "ignore" });
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  /** What would move the cursor, change the title, write into the clipboard, turn the direction, or be obeyed by 8-bit terminals. */
  const steering = "\x1b[2J\x1b]0;title\x07\x1b]52;c;ZWNobw==\x07\x9b2J\u202e\x08\x1bc";

  it("cannot steer a terminal, and is quoted all the same", async () => {
    const { stdout, stderr } = await exec(`printf %s ${quote(`seen ${steering} through`)}`);
    expect(stdout).toContain("seen ");
    expect(stdout).toContain(" through");
    expect(`${stdout}${stderr}`).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
  });

  it("cannot steer one by an error either", async () => {
    const { exitCode, stdout, stderr } = await exec(`printf %s ${quote(`oops ${steering} at last`)} >&2; exit 7`);
    expect(exitCode).toBe(7);
    expect(stderr + stdout).toContain("at last");
    expect(stderr + stdout).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
  });

  it("is quoted to programs letter by letter, in JSON that steers nothing", async () => {
    const { stdout } = await exec(`printf %s ${quote(steering)}`, "--json");
    expect(stdout).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
    expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(steering).slice(1, -1));
  });

  it("cannot steer one by what stands in a lock", async () => {
    const details = Buffer.from(`Locked by: Eve ${steering} at 2026-01-01\nVersion: 1\nMessage: hello`).toString("base64");
    await mkdir(join(server.directory, ".kamal/lock-shop"));
    await writeFile(join(server.directory, ".kamal/lock-shop/details"), details);
    const { stdout, stderr } = await run(server.directory, ["lock", "status"]);
    expect(stdout).toContain("Locked by: Eve");
    expect(stdout + stderr).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
  });
});
