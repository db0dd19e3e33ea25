import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { script } from "../../src/core/plan/script.ts";
import type { Shell } from "../../src/core/shell/sh.ts";
import type { AnyShell } from "./shells.ts";

/** A home directory with a Docker that agrees to everything, and a program `pwned`, which nothing may run. */
export interface HostileServer {
  /** Runs each as a step by itself, whatever became of those before it. */
  run(scripts: readonly Shell[]): void;
  /** With what `pwned` was called. */
  readonly pwned: readonly string[];
  /** With what Docker was called, word by word. */
  readonly calls: readonly (readonly string[])[];
  [Symbol.dispose](): void;
}

export function aHostileServer({ argv: [program, ...args] }: AnyShell): HostileServer {
  const home = mkdtempSync(join(tmpdir(), "landfall-hostile-"));
  const install = (name: string, text: string): void => {
    writeFileSync(join(home, "bin", name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(home, "bin", name), 0o755);
  };
  for (const directory of ["bin", "pwned"]) mkdirSync(join(home, directory));
  install("pwned", `: > "${home}/pwned/$1"`);
  install(
    "docker",
    `printf '%s\\0' "$@" "" >> "${home}/calls"\ncase $* in inspect*) echo running;; "ps --all "*) ;; *) echo 0123456789ab 0;; esac`,
  );
  for (const name of ["sleep", "chown"]) install(name, "exit 0");
  const env = { PATH: `${join(home, "bin")}:${process.env.PATH}`, HOME: home };
  const calls = join(home, "calls");
  return {
    run(scripts) {
      const input = scripts.map((each) => script([each], "5eed")).join("\n");
      const { error } = spawnSync(program, [...args, "-s"], { cwd: home, env, input, maxBuffer: 100_000_000 });
      if (error) throw error;
    },
    get pwned() {
      return readdirSync(join(home, "pwned"));
    },
    get calls() {
      return (existsSync(calls) ? readFileSync(calls, "utf8") : "").split("\0\0").map((call) => call.split("\0"));
    },
    [Symbol.dispose]: () => rmSync(home, { recursive: true }),
  };
}
