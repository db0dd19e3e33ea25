import type { Secret } from "../shell/secret.ts";
import { lines, type Shell, sh, subshell } from "../shell/sh.ts";

/** A file of the deployer's machine, read before the plan is made. */
export interface LocalFile {
  readonly name: string;
  /** In base64, since it need not be text. Never shown: a template may have filled it in with secrets. */
  readonly content: Secret;
}

/** A file on a server, from the ssh user's home. */
interface Upload {
  readonly path: string;
  /** In base64. */
  readonly content: Secret;
  /** For `chmod`. */
  readonly mode: string;
  /** For `chown`; the ssh user's if absent. */
  readonly owner?: string | undefined;
}

/** What an upload takes, of a text. */
export const base64 = (text: Secret): Secret => text.map((value) => Buffer.from(value).toString("base64"));

/**
 * Write a file. Its content travels in the script, so that no list of processes shows it. It is written aside first, so that what
 * cannot be sent whole replaces nothing; then into the file that is there: a container that mounts this one file goes on seeing
 * it, and would not see another one moved into its place.
 */
export function upload({ path, content, mode, owner }: Upload): Shell {
  const aside = `${path}.new`;
  return lines(
    sh`mkdir -p ${directoryOf(path)}`,
    subshell(sh`umask 077; printf %s ${content} | base64 -d > ${aside} && cat ${aside} > ${path} && rm ${aside}`),
    sh`chmod ${mode} ${path}`,
    owner !== undefined && sh`chown ${owner} ${path}`,
  );
}

const directoryOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), 0)) || ".";
