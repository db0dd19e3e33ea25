import type { Command } from "commander";
import type { Execution } from "../core/commands/exec.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { FrontEnd } from "./front-end.ts";

/** How the input and outputs of a command are passed on: a person types into it, or its output is kept as it is. */
export type SessionKind = "interactive" | "raw";

export interface SessionOptions {
  readonly interactive?: true;
  readonly raw?: true;
}

/** What looks like an option and is none of ours belongs to the command that is to run, as in Kamal: `exec ls -a`. */
export const withSession = (command: Command): Command =>
  command
    .allowUnknownOption()
    .option("-i, --interactive", "type into it, in a terminal or through a pipe; on the primary host only")
    .option("--raw", "pass its output on byte for byte, and nothing else");

/** @throws Refusal when both were asked for */
export function sessionKind({ interactive, raw }: SessionOptions): SessionKind | undefined {
  if (interactive && raw) throw new Refusal(["--raw keeps output as it is: it cannot go with --interactive"]);
  return interactive ? "interactive" : raw && "raw";
}

/** How a person types into the command, if one does. @throws Refusal where nobody can */
export function typingInto(frontEnd: FrontEnd, options: SessionOptions): Execution["interactive"] {
  if (sessionKind(options) !== "interactive") return undefined;
  return frontEnd.ends("interactive").terminal ? "terminal" : "pipe";
}
