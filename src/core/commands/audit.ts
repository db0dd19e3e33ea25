import type { Config } from "../config/config.ts";
import { auditLog, runDirectory } from "../host/names.ts";
import { all, type Shell, sh } from "../shell/sh.ts";

/** Who did what: one line of the log that Kamal keeps on every server, by the server's own clock. @param ending a word that it ends in */
export function audit(config: Config, performer: string, text: string, role?: string, ending?: Shell): Shell {
  const tags = [performer, config.destination, role].filter((tag) => tag !== undefined).map((tag) => `[${tag}]`);
  const line = `${tags.join(" ")} ${text}`.replaceAll(/[\r\n]+/g, " ");
  const stamp = sh`"[$(date -u +%Y-%m-%dT%H:%M:%SZ)]"`;
  return all(
    sh`mkdir -p ${runDirectory}`,
    sh`printf ${"%s %s\\n"} ${stamp} ${ending ? sh`${line}${ending}` : line} >> ${auditLog(config)}`,
  );
}

/** The log's last 50 lines; nothing where nothing was ever done. */
export const revealAudit = (config: Config): Shell => sh`tail -n 50 ${auditLog(config)} 2>/dev/null || true`;
