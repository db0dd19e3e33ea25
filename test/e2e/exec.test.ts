import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { createProject, type Ended, type Project } from "./project.ts";
import { expectSuccess } from "./success.ts";
import { until } from "./until.ts";

const landfall = `${process.execPath} ${join(import.meta.dirname, "../../src/cli/main.ts")}`;

/** What follows a log on a server. */
const reading = "ps -eo args | grep '^docker logs' || true";

describe("a command on servers", () => {
  let lab: Lab;
  let project: Project;
  let bytes: Buffer;

  beforeAll(async () => {
    const [started, tag] = await Promise.all([startLab({ name: "exec", servers: 2, registry: true }), buildKamalProxyImage()]);
    lab = started;
    await Promise.all(lab.servers.map((server) => server.addImage(tag)));
    project = await createProject(lab);
    bytes = randomBytes(1_000_000);
    await writeFile(join(project.directory, "bytes"), bytes);
    expectSuccess(await project.landfall("deploy"));
  });

  afterAll(() => lab.down());

  /** A line that a person types into a shell. */
  async function typed(line: string): Promise<Ended> {
    const env = { ...project.env, TERM: "xterm" };
    const child = spawn("sh", ["-c", line], { cwd: project.directory, env, stdio: ["pipe", "pipe", "pipe"] });
    const code = new Promise<number>((resolve) => child.on("close", (exitCode) => resolve(exitCode ?? 128)));
    const [exitCode, stdout, stderr] = await Promise.all([code, text(child.stdout), text(child.stderr)]);
    return { exitCode, stdout, stderr };
  }

  /** The same in a terminal of 100 by 30 characters. */
  const inTerminal = (line: string): Promise<Ended> => typed(`script -qfec "stty cols 100 rows 30; ${line}" /dev/null`);

  it("shows each line behind its host, and passes on the exit code of the one that failed", async () => {
    const [one, other] = lab.servers.map(({ address }) => address);
    const both = await project.landfall("server", "exec", "echo one; printf two");
    expectSuccess(both);
    const said = [`${one}  one`, `${one}  two`, `${other}  one`, `${other}  two`];
    expect(both.stdout.trimEnd().split("\n").sort()).toEqual(said.sort());
    const single = await project.landfall("app", "exec", "--reuse", "-p", "sh -c 'echo one; exit 3'");
    expect(single).toMatchObject({ exitCode: 3, stdout: "one\n" });
    expect(single.stderr).toContain("It ended with exit code 3");
  });

  it("passes its output on byte for byte when asked, errors apart and nothing else", async () => {
    const args = ["app", "exec", "--raw", "-q", "-p", "--reuse", "sh -c 'printf \"a\\0\\377\"; printf err >&2; exit 4'"];
    const ended = await typed(`${landfall} ${args.map((arg) => `'${arg.replaceAll("'", "'\\''")}'`).join(" ")} >out`);
    expect([ended.exitCode, ended.stderr]).toEqual([4, "err"]);
    expect(await readFile(join(project.directory, "out"))).toEqual(Buffer.from([0x61, 0, 0xff]));
  });

  it.each(["--reuse", ""])("reads what is piped into it, to its end (%s)", async (reuse) => {
    expectSuccess(await typed(`cat bytes | ${landfall} app exec -i ${reuse} cat >copy`));
    expect((await readFile(join(project.directory, "copy"))).equals(bytes)).toBe(true);
  });

  it.each(["app exec -i --reuse", "app exec -i", "server exec -i"])("has the person's terminal in %s", async (command) => {
    const ended = await inTerminal(`${landfall} ${command} 'stty size'`);
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toContain("30 100");
    expect((await inTerminal(`${landfall} ${command} 'sh -c \\"exit 7\\"'`)).exitCode).toBe(7);
  });

  it("leaves the terminal as it was", async () => {
    const line = `stty -g >before; ${landfall} server exec -i true; stty -g >after`;
    expectSuccess(await inTerminal(line));
    const [before, after] = await Promise.all(["before", "after"].map((name) => readFile(join(project.directory, name), "utf8")));
    expect(after).toBe(before);
  });

  it("ends quietly at a Ctrl-C while it follows a log, and leaves nothing running", async () => {
    const following = project.start("app", "logs", "--follow", "--grep", "GET");
    await until(async () => (await lab.server(0).exec(reading)) !== "");
    expect(await lab.server(1).exec(reading)).toBe("");
    following.signal("SIGINT");
    const { exitCode, stdout, stderr } = await following.ended;
    expect(exitCode).toBe(130);
    expect(stdout).toContain("GET /up");
    expect(stderr).not.toMatch(/ERROR|Stopping/);
    expect(await lab.server(0).exec(reading)).toBe("");
  });

  it("is refused where options contradict each other", async () => {
    const refused = await project.landfall("app", "exec", "--raw", "-i", "true");
    expect(refused).toMatchObject({ exitCode: 1, stdout: "", stderr: expect.stringContaining("--raw") });
    expect((await project.landfall("app", "exec", "--raw", "--detach", "true")).stderr).toContain("--detach");
  });

  it("follows every host that is named, until the containers end", async () => {
    const hosts = lab.servers.map(({ address }) => address);
    const following = project.start("app", "logs", "-f", "-n", "1", "-h", hosts.join(","));
    for (const server of lab.servers) await until(async () => (await server.exec(reading)) !== "");
    await Promise.all(lab.servers.map(({ url }) => fetch(url)));
    for (const server of lab.servers)
      await server.exec("docker stop --time 1 $(docker ps --quiet --filter label=service=sample)");
    const { exitCode, stdout } = await following.ended;
    expect(exitCode).toBe(0);
    for (const host of hosts) expect(stdout).toMatch(new RegExp(`^${host} .*GET /$`, "m"));
  });
});
