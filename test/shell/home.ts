import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { quote, type Shell } from "../../src/core/shell/sh.ts";
import { marksOf, shells } from "./shells.ts";

/** What a program prints for exactly these arguments. */
type Answer = string | { readonly prints?: string; readonly complains?: string; readonly exitCode?: number };

/** The home directory of a server's user, and programs that stand first on the path. */
export interface Home {
  readonly path: string;
  /** How a command ends there, run as a step is. */
  run(command: Shell): Promise<{ code: number; output: string }>;
  read(file: string): string;
  /** In octal. */
  modeOf(file: string): string;
  has(file: string): boolean;
  write(file: string, text: string): void;
  /** The argument lists that a stand-in was called with. */
  calls(program: string): string[];
  [Symbol.dispose](): void;
}

/**
 * @param programs stand-ins by name: what they answer to which arguments. Anything else that they are asked ends with exit code 64.
 */
export function aHome(programs: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {}): Home {
  const path = mkdtempSync(join(tmpdir(), "landfall-home-"));
  const home: Home = {
    path,
    run: async (command) => {
      const [end] = await marksOf(shells[0], [command], undefined, { cwd: path, path: `${path}/bin` });
      if (!end) throw new Error(`The shell ended before the command had: ${command}`);
      return { code: end.code, output: end.output };
    },
    read: (file) => readFileSync(join(path, file), "utf8"),
    modeOf: (file) => (statSync(join(path, file)).mode & 0o777).toString(8),
    has: (file) => existsSync(join(path, file)),
    write: (file, text) => {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    },
    calls: (program) => (home.has(`bin/${program}.calls`) ? home.read(`bin/${program}.calls`).split("\n").slice(0, -1) : []),
    [Symbol.dispose]: () => rmSync(path, { recursive: true }),
  };
  for (const [name, answers] of Object.entries(programs)) {
    home.write(`bin/${name}`, standIn(`${path}/bin/${name}.calls`, answers));
    chmodSync(join(path, "bin", name), 0o755);
  }
  return home;
}

function standIn(calls: string, answers: Readonly<Record<string, Answer>>): string {
  const cases = Object.entries(answers).map(([asked, answer]) => {
    const { prints = "", complains = "", exitCode = 0 } = typeof answer === "string" ? { prints: answer } : answer;
    return `${quote(asked)}) printf %s ${quote(prints)}; printf %s ${quote(complains)} >&2; exit ${exitCode};;`;
  });
  return [
    "#!/bin/sh",
    `printf '%s\\n' "$*" >> ${quote(calls)}`,
    'case "$*" in',
    ...cases,
    "esac",
    'echo "unexpected: $*"',
    "exit 64",
    "",
  ].join("\n");
}
