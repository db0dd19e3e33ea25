import { readFileSync } from "node:fs";

/** Whether a process of this machine still runs; one that has ended and only waits for its parent to notice does not. */
export const isAlive = (pid: number): boolean => !["Z", "X", undefined].includes(stateOf(pid));

/** Whether it stands still until it is told to go on. */
export const isStopped = (pid: number): boolean => stateOf(pid) === "T";

/** proc_pid_stat(5): a letter after the name, which may have blanks and brackets itself. Undefined where there is no such process. */
function stateOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.charAt(stat.lastIndexOf(")") + 2);
  } catch {
    return undefined;
  }
}
