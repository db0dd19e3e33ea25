import type { Config } from "../config/config.ts";
import { auditLog, runDirectory } from "../host/names.ts";
import { all, type Shell, sh } from "../shell/sh.ts";

/** Who did what: one line of the log that Kamal keeps on every server, by the server's own clock. */
export function audit(config: Config, performer: string, text: string, role?: string): Shell {
  const tags = [performer, config.destination, role].filter((tag) => tag !== undefined).map((tag) => `[${tag}]`);
  const line = `${tags.join(" ")} ${text}`.replaceAll(/[\r\n]+/g, " ");
  const stamp = sh`"[$(date -u +%Y-%m-%dT%H:%M:%SZ)]"`;
  return all(sh`mkdir -p ${runDirectory}`, sh`printf ${"%s %s\\n"} ${stamp} ${line} >> ${auditLog(config)}`);
}
