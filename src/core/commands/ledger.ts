import type { Config } from "../config/config.ts";
import { ledgerFile, runDirectory } from "../host/names.ts";
import { all, type Shell, sh, subshell } from "../shell/sh.ts";

/** How many runs are kept. */
const most = 50;

/**
 * Add a line to what is kept of the last runs. The file is replaced whole, so that nobody reads half of one, and by one writer at a
 * time; the kernel frees the lock on the directory with whoever has it. Never fails: a deploy is not undone for want of its record.
 */
export function keepRecord(config: Config, line: string): Shell {
  const file = ledgerFile(config);
  const next = `${file}.next`;
  // The line may be there already, if the connection was lost as it was written. A line that lost its line feed gets one from awk.
  const kept = sh`{ tail -n ${most - 1} ${file} 2>/dev/null | line=${line} awk ${'$0 != ENVIRON["line"]'}; printf ${"%s\\n"} ${line}; } > ${next}`;
  const written = all(
    sh`umask 077`,
    sh`mkdir -p ${runDirectory}`,
    sh`exec 9<${runDirectory}`,
    turn,
    kept,
    sh`mv ${next} ${file}`,
  );
  return sh`${subshell(written)} || echo "No record of this run could be kept"`;
}

/** A server without `flock` has two writers only where two jobs end in the same moment. */
const turn = sh`{ flock 9 2>/dev/null || true; }`;

/** All that is kept; nothing where nothing was. */
export const revealRecords = (config: Config): Shell => sh`tail -n ${most} ${ledgerFile(config)} 2>/dev/null || true`;
