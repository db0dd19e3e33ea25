import { createHash, randomBytes } from "node:crypto";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough, Readable, Writable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Shell, sh } from "../../src/core/shell/sh.ts";
import { NoShell } from "../../src/engine/no-shell.ts";
import { type Ends, type OwnTerminal, runSession } from "../../src/engine/session.ts";
import type { TerminalSize } from "../../src/engine/ssh/connection.ts";
import { ConnectionLost } from "../../src/engine/ssh/connection-lost.ts";
import { isAlive } from "../processes.ts";
import { aLogin, failureOf, leave, visit } from "./ssh/visit.ts";
import { type Sshd, startSshd } from "./sshd.ts";

const never = new AbortController().signal;

interface Given {
  readonly input?: Readable;
  readonly terminal?: OwnTerminal;
  readonly signal?: AbortSignal;
  /** Told of what is printed, as it is printed. */
  readonly onOutput?: (text: string) => void;
}

/** A terminal of a person, 100 by 30 characters. */
class APerson implements OwnTerminal {
  resize: (size: TerminalSize) => void = () => {};
  isThere = false;

  settings = () => ({ name: "xterm-256color", columns: 100, rows: 30 });
  enter = (onResize: (size: TerminalSize) => void) => {
    this.resize = onResize;
    this.isThere = true;
    return () => {
      this.isThere = false;
    };
  };
}

describe("a session", () => {
  let server: Sshd;
  beforeAll(async () => {
    server = await startSshd();
    await appendFile(join(server.directory, ".bashrc"), "echo 'Welcome! Today is Friday.'\n");
  });
  afterEach(leave);
  afterAll(() => server.stop());

  async function run(command: Shell, { input, terminal, signal = never, onOutput = () => {} }: Given = {}) {
    const connection = await visit(aLogin(server), { known: server.knownHosts });
    const [output, errors] = [new PassThrough(), new PassThrough()];
    output.on("data", (chunk) => onOutput(String(chunk)));
    const found = [buffer(output), text(errors)] as const;
    const exitCode = await runSession(connection, command, { input, output, errors, terminal }, signal).finally(() => {
      output.end();
      errors.end();
    });
    const bytes = await found[0];
    return { exitCode, bytes, output: bytes.toString(), errors: await found[1] };
  }

  it("keeps output and errors apart, leaves a login's greeting out and passes the exit code on", async () => {
    const { exitCode, output, errors } = await run(sh`printf out; printf err >&2; exit 42`);
    expect([exitCode, output, errors]).toEqual([42, "out", "err"]);
  });

  it("passes bytes on as they are, both ways", async () => {
    const bytes = randomBytes(3_000_000);
    const found = await run(sh`cat`, { input: Readable.from([bytes.subarray(0, 1_000_001), bytes.subarray(1_000_001)]) });
    expect(found.exitCode).toBe(0);
    expect(createHash("sha256").update(found.bytes).digest("hex")).toBe(createHash("sha256").update(bytes).digest("hex"));
  });

  it("gives a command that has nothing to read the end of it at once", async () => {
    expect(await run(sh`cat; echo done`)).toMatchObject({ exitCode: 0, output: "done\n" });
  });

  it("ends with the command, though there is more to read", async () => {
    expect(await run(sh`head -c 3`, { input: Readable.from(["one", "two"]) })).toMatchObject({ exitCode: 0, output: "one" });
    expect(await run(sh`exit 5`, { input: new PassThrough() })).toMatchObject({ exitCode: 5 });
  });

  it("tells of a command that a signal ended as a shell does", async () => {
    expect((await run(sh`kill -9 $$`)).exitCode).toBe(137);
  });

  it("has a terminal of the person's kind and size, which follows it, and gives the person's back", async () => {
    const person = new APerson();
    const input = new PassThrough();
    const program = sh`stty size; echo $TERM; test -t 0 && test -t 1 && test -t 2; read -r _; stty size; exit 3`;
    const resizeOnce = (text: string): void => {
      if (!text.includes("xterm")) return;
      expect(person.isThere).toBe(true);
      person.resize({ columns: 61, rows: 17 });
      input.write("\r");
    };
    const found = await run(program, { input, terminal: person, onOutput: resizeOnce });
    expect(found.exitCode).toBe(3);
    expect(found.output.replaceAll("\r\n", "\n")).toBe("30 100\nxterm-256color\n\n17 61\n");
    expect(person.isThere).toBe(false);
  });

  it("leaves Ctrl-C in a terminal to what runs in it, and goes on", async () => {
    const input = new PassThrough();
    const program = sh`sh -c 'trap "echo caught; exit 6" INT; echo ready; while :; do sleep 0.1; done' || echo "ended with $?"`;
    const onOutput = (text: string): void => void (text.includes("ready") && input.write("\x03"));
    expect((await run(program, { input, terminal: new APerson(), onOutput })).output).toMatch(/caught\r\nended with 6\r\n/);
  });

  it.each([
    ["a pipe", undefined],
    ["a terminal", new APerson()],
  ])("that is stopped leaves nothing running behind %s", async (_, terminal) => {
    const stop = new AbortController();
    let pids: number[] = [];
    const onOutput = (text: string): void => {
      pids = text.match(/\d+/g)?.map(Number) ?? [];
      stop.abort(new Error("stopped"));
    };
    const running = run(sh`sleep 71 & echo $$ $!; sleep 72`, {
      input: new PassThrough(),
      ...(terminal && { terminal }),
      signal: stop.signal,
      onOutput,
    });
    expect(await failureOf(running)).toEqual(new Error("stopped"));
    expect(pids).toHaveLength(2);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(terminal?.isThere ?? false).toBe(false);
  });

  it("stops the command once nobody reads what it prints, as a pipe does", async () => {
    const connection = await visit(aLogin(server), { known: server.knownHosts });
    const pidFile = join(server.directory, "pid");
    const errors = new PassThrough().resume();
    const gone = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    const output = new Writable({ write: (_chunk, _encoding, done) => done(gone) });
    const ends: Ends = { output, errors };
    expect(await runSession(connection, sh`echo $$ > ${pidFile}; echo one; sleep 73`, ends, never)).toBe(141);
    expect(isAlive(Number(await readFile(pidFile, "utf8")))).toBe(false);
  });

  it("gives the terminal back when the connection is lost, and says so", async () => {
    const person = new APerson();
    expect(await failureOf(run(sh`kill -9 $PPID; sleep 3`, { input: new PassThrough(), terminal: person }))).toBeInstanceOf(
      ConnectionLost,
    );
    expect(person.isThere).toBe(false);
  });

  it("says so when the login gives no shell", async () => {
    await writeFile(join(server.directory, ".bashrc"), "echo This account is closed; exit 9\n");
    const failure = await failureOf(run(sh`echo never`));
    expect(failure).toBeInstanceOf(NoShell);
    expect(String(failure)).toMatch(/exit code 9.*It said: This account is closed/);
  });
});
