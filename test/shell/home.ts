import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { quote, type Shell } from "../../src/core/shell/sh.ts";
import { marksOf, shells } from "./shells.ts";

/** What a program prints for exactly these arguments. */
type Answer = string | { readonly prints?: string; readonly complains?: string; readonly exitCode?: number };
type Answers = Readonly<Record<string, Answer>>;

/** The home directory of a server's user, and programs that stand first on the path. */
export interface Home {
  readonly directory: string;
  /** How a command ends there, run as a step is. */
  run(command: Shell): Promise<{ readonly code: number; readonly output: string }>;
  read(file: string): string;
  /** In octal. */
  modeOf(file: string): string;
  has(file: string): boolean;
  write(file: string, text: string): void;
  /** Puts a shell script of that name on the path. */
  install(program: string, ...lines: readonly string[]): void;
  /** The argument lists that a stand-in was called with. */
  calls(program: string): string[];
  [Symbol.dispose](): void;
}

/** @param programs stand-ins by name: what they answer to which arguments. Anything else that they are asked is an error. */
export function aHome(programs: Readonly<Record<string, Answers>> = {}): Home {
  const directory = mkdtempSync(join(tmpdir(), "landfall-home-"));
  const at = (file: string): string => join(directory, file);
  const home: Home = {
    directory,
    run: async (command) => {
      const [end] = await marksOf(shells[0], [command], undefined, { cwd: directory, path: at("bin") });
      if (!end) throw new Error(`The shell ended before the command had: ${command}`);
      return { code: end.code, output: end.output };
    },
    read: (file) => readFileSync(at(file), "utf8"),
    modeOf: (file) => (statSync(at(file)).mode & 0o777).toString(8),
    has: (file) => existsSync(at(file)),
    write: (file, text) => {
      mkdirSync(dirname(at(file)), { recursive: true });
      writeFileSync(at(file), text);
    },
    install: (program, ...lines) => {
      home.write(`bin/${program}`, ["#!/bin/sh", ...lines, ""].join("\n"));
      chmodSync(at(`bin/${program}`), 0o755);
    },
    calls: (program) => (home.has(`bin/${program}.calls`) ? home.read(`bin/${program}.calls`).split("\n").slice(0, -1) : []),
    [Symbol.dispose]: () => rmSync(directory, { recursive: true }),
  };
  for (const [name, answers] of Object.entries(programs)) home.install(name, ...standIn(at(`bin/${name}.calls`), answers));
  return home;
}

function standIn(calls: string, answers: Answers): string[] {
  const cases = Object.entries(answers).map(([asked, answer]) => {
    const { prints = "", complains = "", exitCode = 0 } = typeof answer === "string" ? { prints: answer } : answer;
    return `${quote(asked)}) printf %s ${quote(prints)}; printf %s ${quote(complains)} >&2; exit ${exitCode};;`;
  });
  const record = `printf '%s\\n' "$*" >> ${quote(calls)}`;
  return [record, 'case "$*" in', ...cases, "esac", 'echo "unexpected: $*" >&2', "exit 64"];
}
