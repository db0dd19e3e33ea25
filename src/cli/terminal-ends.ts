import { spawnSync } from "node:child_process";
import type { Ends, OwnTerminal } from "../engine/session.ts";
import type { TerminalSize } from "../engine/ssh/connection.ts";
import type { SessionKind } from "./session.ts";

/** This process's own input and outputs, and the terminal that a person types into, if there is one. */
export function terminalEnds(kind: SessionKind): Ends {
  const { stdin, stdout, stderr } = process;
  if (kind === "raw") return { output: stdout, errors: stderr };
  return { input: stdin, output: stdout, errors: stderr, ...(stdin.isTTY && { terminal: ownTerminal }) };
}

const ownTerminal: OwnTerminal = {
  settings: () => ({ name: process.env.TERM || "xterm", ...size() }),
  enter(onResize) {
    const resized = (): void => onResize(size());
    process.stdin.setRawMode(true);
    // Node leaves line feeds to the terminal (libuv, uv_tty_set_mode); programs on the server mean theirs as they are.
    spawnSync("stty", ["-opost"], { stdio: ["inherit", "ignore", "ignore"] });
    process.on("SIGWINCH", resized);
    return () => {
      process.off("SIGWINCH", resized);
      process.stdin.setRawMode(false);
    };
  },
};

/** What is typed may be shown elsewhere. */
function size(): TerminalSize {
  const { stdout, stderr } = process;
  const shown = [stdout, stderr].find(({ isTTY }) => isTTY);
  const [columns, rows] = shown?.getWindowSize() ?? [80, 24];
  return { columns, rows };
}
