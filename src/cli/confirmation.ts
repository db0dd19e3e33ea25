import type { Command } from "commander";
import type { FrontEnd } from "./front-end.ts";

export interface ConfirmationOption {
  readonly confirmed?: true;
}

/** For commands that take away what cannot be had back. */
export const withConfirmation = (command: Command): Command => command.option("-y, --confirmed", "go on without asking");

/** @throws Refusal unless it was confirmed beforehand or a person agrees now */
export async function askFor(frontEnd: FrontEnd, question: string, { confirmed }: ConfirmationOption): Promise<void> {
  if (!confirmed) await frontEnd.confirm(question);
}
