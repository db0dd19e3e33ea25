import { existsSync } from "node:fs";
import { appendFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseKnownHosts } from "../../src/core/host/known-hosts.ts";
import type { Batch } from "../../src/core/plan/batch.ts";
import { type RemoteStep, runner, type Step, stepId } from "../../src/core/plan/plan.ts";
import type { StepEnd } from "../../src/core/plan/script.ts";
import { type Shell, sh } from "../../src/core/shell/sh.ts";
import { Hosts, type Listening } from "../../src/engine/hosts.ts";
import { usualPatience } from "../../src/engine/ssh/connect.ts";
import { HostKeys } from "../../src/engine/ssh/host-keys.ts";
import { sshPool } from "../../src/engine/ssh/pool.ts";
import { isAlive } from "../processes.ts";
import { aSecret } from "../support.ts";
import { startRelay } from "./relay.ts";
import { aLogin } from "./ssh/visit.ts";
import { type Sshd, startSshd } from "./sshd.ts";

const never = new AbortController().signal;

/** Hosts of which there is one, the given. @param shell how long its login may take, in milliseconds */
function hostsOf(server: Sshd, shell = usualPatience.shell, onAnswer: Listening["onAnswer"] = () => {}): Hosts {
  const hostKeys = new HostKeys({ mode: "strict", known: parseKnownHosts(server.knownHosts) });
  const patience = { ...usualPatience, shell };
  const pool = sshPool({ login: async () => aLogin(server), hostKeys, maxConcurrentStarts: 5, patience });
  return new Hosts(pool, { redact: (text) => text.replaceAll("s3cret", "[SECRET]"), onOutput: () => {}, onAnswer });
}

function aBatch(server: Sshd, first: Shell, ...rest: readonly Shell[]): Batch {
  const step = (run: Shell, index: number): RemoteStep => ({
    ...{ id: stepId(`${index}`), title: "", stage: "boot", host: server.host, run, needs: [] },
  });
  return { place: server.host, steps: [step(first, 0), ...rest.map((run, index) => step(run, index + 1))] };
}

async function ends(running: AsyncIterable<StepEnd>): Promise<StepEnd[]> {
  const found: StepEnd[] = [];
  for await (const end of running) found.push(end);
  return found;
}

describe("hosts", () => {
  let server: Sshd;
  let hosts: Hosts;
  beforeAll(async () => {
    server = await startSshd();
    await appendFile(join(server.directory, ".bashrc"), "echo 'Welcome! Today is Friday.'\n");
  });
  afterAll(() => server.stop());

  const withHosts = async <Found>(use: (hosts: Hosts) => Promise<Found>): Promise<Found> => {
    hosts = hostsOf(server);
    try {
      return await use(hosts);
    } finally {
      hosts.close();
    }
  };
  const run = (first: Shell, ...rest: readonly Shell[]) => ends(hosts.run(aBatch(server, first, ...rest), never));

  it("run a batch in one shell, and leave a login's greeting out of it", async () => {
    await withHosts(async ({ execs }) => {
      expect(await run(sh`echo one`, sh`echo two`)).toEqual([
        { exitCode: 0, output: "one\n" },
        { exitCode: 0, output: "two\n" },
      ]);
      expect(execs.size).toBe(0);
      expect([...hosts.execs.values()]).toEqual([1]);
    });
  });

  it("tell what an answer prints while it prints it, line by line, and let it wait", async () => {
    const heard: string[] = [];
    const file = join(server.directory, "heard");
    hosts = hostsOf(server, undefined, async (_, lines) => {
      heard.push(...lines);
      await writeFile(file, "");
    });
    const answer = sh`echo one s3cret; until [ -e ${file} ]; do sleep 0.1; done; printf 'two\nthr'; echo ee; printf four`;
    const { place, steps } = aBatch(server, sh`echo not asked for`, answer);
    const asked: Batch = { place, steps: [steps[0], ...steps.slice(1).map((step): Step => ({ ...step, stage: "answer" }))] };
    expect((await ends(hosts.run(asked, never))).at(-1)?.output).toBe("one [SECRET]\ntwo\nthree\nfour");
    expect(heard).toEqual(["one [SECRET]", "two", "three", "four"]);
    hosts.close();
  });

  it("use a shell again, though a step in it failed", async () => {
    await withHosts(async () => {
      expect(await run(sh`exit 3`, sh`echo never`)).toEqual([{ exitCode: 3, output: "" }]);
      expect(await run(sh`echo next`)).toEqual([{ exitCode: 0, output: "next\n" }]);
      expect([...hosts.execs.values()]).toEqual([1]);
    });
  });

  it("open a shell for each of what runs side by side, and no more than a connection has room for", async () => {
    await withHosts(async () => {
      const words = Array.from({ length: 20 }, (_, index) => `word ${index}`);
      const said = await Promise.all(words.map((word) => run(sh`sleep 0.05; printf %s ${word}`)));
      expect(said.flat().map(({ output }) => output)).toEqual(words);
      expect([...hosts.execs.values()]).toEqual([7]);
    });
  });

  it("carry secrets in, and show them in no argument list", async () => {
    await withHosts(async () => {
      const look = sh`: ${aSecret("hunter2-of-hosts")}; cat /proc/[0-9]*/cmdline 2>/dev/null | tr ${"\\0"} ${"\\n"} | grep -c ${"hunter2-of-host[s]"} || true`;
      expect(await run(look)).toEqual([{ exitCode: 0, output: "0\n" }]);
    });
  });

  it("stop what runs when they are told to, and wait until it is gone", async () => {
    await withHosts(async () => {
      const stopping = new AbortController();
      const running = hosts
        .run(aBatch(server, sh`echo $$; sleep 64 & echo $!`, sh`sleep 65`), stopping.signal)
        [Symbol.asyncIterator]();
      const { value } = await running.next();
      const pids = String(value?.output).trim().split("\n").map(Number);
      const next = running.next();
      stopping.abort();
      await expect(next).rejects.toThrow();
      await expect.poll(() => pids.filter(isAlive)).toEqual([]);
      expect(await run(sh`echo fresh`)).toEqual([{ exitCode: 0, output: "fresh\n" }]);
    });
  });

  it("start nothing that is to stop already", async () => {
    await withHosts(async () => {
      const stopped = AbortSignal.abort(new Error("It is over"));
      await expect(ends(hosts.run(aBatch(server, sh`true`), stopped))).rejects.toThrow("It is over");
      expect([...hosts.execs.values()]).toEqual([0]);
    });
  });

  it("say whose shell has ended when a step ends it", async () => {
    await withHosts(async () => {
      await expect(run(sh`kill -9 $$`)).rejects.toThrow(server.host);
      expect(await run(sh`echo fresh`)).toEqual([{ exitCode: 0, output: "fresh\n" }]);
    });
  });

  it("run programs on the runner without any server", async () => {
    await withHosts(async () => {
      const step = {
        id: stepId("here"),
        title: "",
        stage: "build",
        host: runner,
        run: { argv: ["echo", "here"] },
        needs: [],
      } as const;
      expect(await ends(hosts.run({ place: runner, steps: [step] }, never))).toEqual([{ exitCode: 0, output: "here\n" }]);
      expect(hosts.execs.size).toBe(0);
    });
  });
});

describe("a server", () => {
  it("that gives no shell is quoted", async () => {
    const server = await startSshd({ config: ["ForceCommand echo This account is for git only"] });
    const hosts = hostsOf(server);
    await expect(ends(hosts.run(aBatch(server, sh`true`), never))).rejects.toThrow(/gave no shell.*This account is for git only/);
    hosts.close();
    await server.stop();
  });

  it.each([
    ["says nothing", "exec 2>&1; exit 3", /the login ended with exit code 3.*nologin.*~\/\.bashrc.*It said: nothing/s],
    ["complains on standard error", 'echo "exec: restricted" >&2; exit 1', /exit code 1.*It said: exec: restricted/s],
  ])("whose login ends and %s is told apart from one that cannot be reached", async (_, script, text) => {
    const server = await startSshd();
    await appendFile(join(server.directory, ".bashrc"), `${script}\n`);
    const hosts = hostsOf(server);
    await expect(ends(hosts.run(aBatch(server, sh`true`), never))).rejects.toThrow(text);
    hosts.close();
    await server.stop();
  });

  it.each([
    [
      "is given up",
      2,
      () => never,
      300,
      /gave no shell to work with: its login scripts were not through within 0.3 s.*~\/\.bashrc/,
    ],
    ["can be left", 6, () => AbortSignal.timeout(500), 60_000, /the login was stopped/],
  ])(
    "whose login seems never to end %s, and works through nothing when it ends after all",
    async (_, seconds, signal, patience, text) => {
      const server = await startSshd();
      const [begun, ended, worked] = ["begun", "ended", "worked"].map((name) => join(server.directory, name));
      await appendFile(
        join(server.directory, ".bashrc"),
        `[ -e ${begun} ] || { touch ${begun}; sleep ${seconds}; touch ${ended}; }\n`,
      );
      const hosts = hostsOf(server, patience);
      await expect(ends(hosts.run(aBatch(server, sh`touch ${worked ?? ""}`), signal()))).rejects.toThrow(text);
      await expect.poll(() => existsSync(ended ?? ""), { timeout: 10_000 }).toBe(true);
      expect(await ends(hosts.run(aBatch(server, sh`ls -d ${worked ?? ""}`), never))).toMatchObject([{ exitCode: 2 }]);
      hosts.close();
      await server.stop();
    },
    20_000,
  );

  it("that never answers can be left", async () => {
    const server = await startSshd();
    const silent = await startRelay(undefined);
    const hosts = hostsOf({ ...server, port: silent.port });
    await expect(ends(hosts.run(aBatch(server, sh`true`), AbortSignal.timeout(200)))).rejects.toThrow("aborted");
    hosts.close();
    await silent.stop();
    await server.stop();
  });

  it("that goes away in the middle of a step is named", async () => {
    const server = await startSshd();
    const hosts = hostsOf(server);
    await expect(ends(hosts.run(aBatch(server, sh`kill -9 $(ps -o ppid= -p $PPID) $PPID`), never))).rejects.toThrow(server.host);
    hosts.close();
    await server.stop();
  });
});
