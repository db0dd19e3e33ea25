import type { Shell } from "../shell/sh.ts";
import { quote } from "../shell/sh.ts";

/** How one step of a script ended. */
export interface StepEnd {
  readonly exitCode: number;
  readonly output: string;
}

/**
 * Text for a shell that is already reading its standard input: each step in a subshell of its own, then a marker line with its exit
 * code, none after the first failure. `eval` keeps a syntax error in what the user wrote from swallowing the rest of the input, and
 * the nonce keeps a step's own output from posing as a marker. What a step writes to its standard error stands in its output.
 */
export function script(steps: readonly Shell[], nonce: string): string {
  const lines = steps.map((step, index) =>
    [
      'if [ "$s" -eq 0 ]; then',
      `(set -e; eval ${quote(step.render())}) </dev/null 2>&1`,
      `s=$?; printf '\\036%s %s %s\\n' ${nonce} ${index} "$s"; fi`,
    ].join("\n"),
  );
  return ["s=0", ...lines, ""].join("\n");
}

/**
 * First words to a new shell. The answer carries its process group, so that its work can be stopped later, and marks where
 * a login's own greetings end. A shell that comes so late that nobody hears it any more dies of this word (SIGPIPE), before
 * what follows it.
 */
export const greeting = (nonce: string): string =>
  `read -r _ _ _ _ group _ </proc/$$/stat; printf '\\036%s hello %s\\n' ${nonce} "$group"\n`;

/** What asks a process to end: HUP as when its terminal is gone. */
export type StopSignal = "TERM" | "HUP";

/** Stop everything in a process group and wait until it is gone, at most 10 seconds before it is killed. */
export const stopGroup = (group: number, signal: StopSignal = "TERM"): string =>
  `kill -${signal} -${group} 2>/dev/null; n=0; while kill -0 -${group} 2>/dev/null && [ $n -lt 100 ]; do n=$((n+1)); sleep 0.1; done; kill -KILL -${group} 2>/dev/null; true`;

/**
 * The same of a group whose shell was started under this name, once its connection is gone: the number may be another's by now, if
 * the server was restarted. Of a shell that has ended, what it started may go on under its number, which nobody else has then.
 */
export const stopLostGroup = (group: number, name: string): string =>
  `case "$(tr '\\0' ' ' 2>/dev/null </proc/${group}/cmdline)" in ''|*${name}*) ${stopGroup(group)};; esac`;

/**
 * A command line for a step whose standard input and outputs are its own: the first thing that it prints is the greeting. A Ctrl-C
 * in its terminal is for what runs in it: the shell around that stays, as it has to tell the exit code.
 */
export const commandLine = (step: Shell, nonce: string): string =>
  `exec sh -c ${quote(`${greeting(nonce)}trap : INT\nset -e\n${step.render()}`)}`;
