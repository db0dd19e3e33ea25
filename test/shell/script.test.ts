import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { MarkerReader } from "../../src/core/plan/marker-reader.ts";
import { greeting, script, stopGroup, stopLostGroup } from "../../src/core/plan/script.ts";
import { all, any, lines, sh, verbatim } from "../../src/core/shell/sh.ts";
import { isAlive } from "../processes.ts";
import { endsOf, marksOf, shells } from "./shells.ts";

describe.each(shells)("a script in $name", (shell) => {
  it("tells each step's output and exit code", async () => {
    expect(await endsOf(shell, sh`echo one`, sh`echo two; echo three`, sh`true`)).toEqual([
      { code: 0, output: "one\n" },
      { code: 0, output: "two\nthree\n" },
      { code: 0, output: "" },
    ]);
  });

  it("runs no step after one that fails, and tells its exit code", async () => {
    expect(await endsOf(shell, sh`echo a`, sh`echo b; exit 3`, sh`echo never`, sh`echo never`)).toEqual([
      { code: 0, output: "a\n" },
      { code: 3, output: "b\n" },
    ]);
  });

  it("goes on after a step that ends itself well", async () => {
    expect(await endsOf(shell, sh`echo a; exit 0; echo never`, sh`echo b`)).toEqual([
      { code: 0, output: "a\n" },
      { code: 0, output: "b\n" },
    ]);
  });

  it("keeps what a step says on standard error with the rest of what it says", async () => {
    expect(await endsOf(shell, sh`echo a; echo b >&2; echo c`)).toEqual([{ code: 0, output: "a\nb\nc\n" }]);
  });

  it("does not need a line feed at the end of output", async () => {
    expect(await endsOf(shell, sh`printf one`, sh`printf two`)).toEqual([
      { code: 0, output: "one" },
      { code: 0, output: "two" },
    ]);
  });

  it("lets no step read what comes after it", async () => {
    expect(await endsOf(shell, sh`cat; read -r line || echo "nothing to read"`, sh`echo next`)).toEqual([
      { code: 0, output: "nothing to read\n" },
      { code: 0, output: "next\n" },
    ]);
  });

  it.each(["echo 'unbalanced", 'echo "unbalanced', "echo $(unbalanced", "if true; then", "echo a; }", "fi", "("])(
    "fails just the step that is no shell: %s",
    async (text) => {
      const [before, broken, ...after] = await endsOf(shell, sh`echo before`, verbatim(text), sh`echo never`);
      expect([before?.output, broken?.code !== 0, after]).toEqual(["before\n", true, []]);
    },
  );

  it("keeps what a step leaves open from taking in the next", async () => {
    expect((await endsOf(shell, sh`cat <<END 2>/dev/null`, sh`echo after`)).at(1)).toEqual({ code: 0, output: "after\n" });
  });

  it("lets no step change the directory, variables, options or output of the next", async () => {
    const vandal = sh`cd /; s=7; PATH=/nowhere; set +e -f; trap 'echo trapped' EXIT; exec >/dev/null 2>&1`;
    const [, end] = await endsOf(shell, vandal, sh`pwd; echo "$s" /bi[n]; ls / >/dev/null; echo ok`);
    expect(end).toEqual({ code: 0, output: `${process.cwd()}\n0 /bin\nok\n` });
  });

  it("is not taken in by markers in a step's output", async () => {
    const impostor = sh`printf '\036%s 0 0\n\036 0 0\n5eed 0 0\n' 0ther`;
    expect(await endsOf(shell, impostor, sh`echo real`)).toEqual([
      { code: 0, output: "\x1e0ther 0 0\n\x1e 0 0\n5eed 0 0\n" },
      { code: 0, output: "real\n" },
    ]);
  });

  it("does not wait for what a step leaves running", async () => {
    const ends = await endsOf(shell, sh`sleep 60 >/dev/null 2>&1 & echo $!`, sh`echo next`);
    process.kill(Number(ends[0]?.output));
    expect(ends).toEqual([
      { code: 0, output: expect.stringMatching(/^\d+\n$/) },
      { code: 0, output: "next\n" },
    ]);
  });

  it("keeps ten million characters of output apart, all but the middle", async () => {
    const million = sh`i=0; while [ $i -lt 10 ]; do head -c 1000000 /dev/zero | tr ${"\\0"} $i; i=$((i + 1)); done; echo end`;
    const [long, short] = await marksOf(shell, [million, sh`echo short`], 1000);
    const [, head = "", left, tail = ""] = long?.output.match(/^(0{500})\n\[(\d+) characters left out\]\n(9+end\n)$/) ?? [];
    expect(head.length + Number(left) + tail.length).toBe(10_000_004);
    expect(short?.output).toBe("short\n");
  });

  it("carries every kind of text through", async () => {
    const text = `it's "$HOME" \`id\` \\ %s\né日本😀\t\x01 ${"long ".repeat(20_000)}`;
    expect(await endsOf(shell, sh`printf %s ${text}`)).toEqual([{ code: 0, output: text }]);
  });
});

describe.each(shells)("one step in $name", (shell) => {
  const failing = async (command: Parameters<typeof endsOf>[1]) => {
    const [end] = await endsOf(shell, command);
    return `${end?.code} ${end?.output}`.trim();
  };

  it("ends at the first command that fails", async () => {
    expect(
      await failing(sh`echo a
false
echo never`),
    ).toBe("1 a");
    expect(await failing(lines(sh`echo a`, sh`false`, sh`echo never`))).toBe("1 a");
  });

  it("ends when what a variable is set to fails", async () => {
    expect(
      await failing(sh`x=$(exit 4)
echo never`),
    ).toBe("4");
  });

  it("ends when a list fails in any of its commands, not just in the last", async () => {
    expect(await failing(lines(all(sh`echo a`, sh`false`, sh`echo b`), sh`echo never`))).toBe("1 a");
  });

  it("goes on after a failure that was provided for", async () => {
    expect(await failing(lines(any(sh`false`, sh`echo provided`), sh`if false; then echo x; fi`, sh`echo on`))).toBe(
      "0 provided\non",
    );
  });
});

describe.each(shells)("a new shell, $name,", ({ argv: [program, ...args] }) => {
  it("greets with its process group, after whatever the login printed", async () => {
    const child = spawn(program, [...args, "-c", `echo Welcome; exec ${program} ${args.join(" ")} -s`], { detached: true });
    const reader = new MarkerReader("5eed");
    child.stdin.end(greeting("5eed"));
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    await once(child, "close");
    expect([...reader.read(text)]).toEqual(["Welcome\n", { label: "hello", code: child.pid, output: "Welcome\n" }]);
  });

  it("is stopped with everything that it started", async () => {
    const child = spawn(program, [...args, "-s"], { detached: true, stdio: ["pipe", "pipe", "ignore"] });
    child.stdin.write(script([sh`sleep 61 & echo $!; sleep 62`], "5eed"));
    const [first] = await once(child.stdout.setEncoding("utf8"), "data");
    const ended = once(child, "exit");
    const stopping = spawn(program, [...args, "-s"], { stdio: ["pipe", "ignore", "ignore"] });
    stopping.stdin.end(stopGroup(child.pid ?? 0));
    expect(await Promise.all([once(stopping, "exit"), ended])).toEqual([
      [0, null],
      [null, "SIGTERM"],
    ]);
    expect(isAlive(Number(first))).toBe(false);
  });

  it("is stopped when its connection is lost, by its number and its name, or what it has left by its number alone", async () => {
    const child = spawn(program, [...args, "-s", "landfall-c0ffee"], { detached: true, stdio: ["pipe", "pipe", "ignore"] });
    child.stdin.write(script([sh`sleep 63 & echo $!`], "5eed"));
    const [left] = await once(child.stdout.setEncoding("utf8"), "data");
    const stop = async (name: string): Promise<unknown> => {
      const stopping = spawn(program, [...args, "-s"], { stdio: ["pipe", "ignore", "ignore"] });
      stopping.stdin.end(stopLostGroup(child.pid ?? 0, name));
      return once(stopping, "exit");
    };
    await stop("landfall-another");
    expect([child.pid ?? 0, Number.parseInt(left, 10)].map(isAlive)).toEqual([true, true]);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await stop("landfall-another")).toEqual([0, null]);
    expect(isAlive(Number.parseInt(left, 10))).toBe(false);
  });
});
