import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Shell } from "../../src/core/shell/sh.ts";
import { type AnyShell, marksOf, shells } from "../shell/shells.ts";
import { aConfig } from "../support.ts";

/** A shard's view of the run "run" of aConfig(). */
export const aMeeting = (index: number, count: number, patience = 900) => ({
  config: aConfig(),
  fleet: { name: "run", shard: { index, count }, hosts: [], patience },
});

/** The home of the ssh user on the primary host. */
export interface PrimaryHost extends Disposable {
  readonly directory: string;
  run(command: Shell): Promise<{ readonly code: number; readonly output: string }>;
}

export function aPrimaryHost(shell: AnyShell = shells[0]): PrimaryHost {
  const directory = mkdtempSync(join(tmpdir(), "landfall-fleet-"));
  return {
    directory,
    run: async (command) => {
      const [end] = await marksOf(shell, [command], undefined, { cwd: directory });
      if (!end) throw new Error(`The shell ended before the command had: ${command}`);
      return { code: end.code, output: end.output };
    },
    [Symbol.dispose]: () => rmSync(directory, { recursive: true }),
  };
}
