import type { Placement } from "../config/placement.ts";
import { envOf } from "../host/env.ts";
import { containerPrefix, envFile, network } from "../host/names.ts";
import { type Shell, sh, verbatim, type Word } from "../shell/sh.ts";
import { loggingFlags, optionFlags, settings, volumeFlags } from "./app.ts";
import { markFlags } from "./preview-mark.ts";

/** A command in a container, as it was typed: the server's shell reads it. */
export interface Execution {
  readonly command: string;
  /** Variables over those of the container. */
  readonly env: Readonly<Record<string, string>>;
  /** A person types into it: `terminal` through a terminal of its own, `pipe` without one. */
  readonly interactive?: "terminal" | "pipe" | undefined;
}

/** In a container of its own, which is gone afterwards unless it is detached. @param image the tag to make it from */
export function inNewContainer(
  { config, role, host }: Placement,
  { command, env, interactive, detach, image, name }: Execution & NewContainer,
): Shell {
  return sh`docker run ${[
    interactiveFlag(interactive),
    detach ? "--detach" : "--rm",
    ["--name", name, "--network", network],
    settings("--env", envOf(config, role, host).clear),
    ["--env-file", envFile({ config, role })],
    settings("--env", env),
    loggingFlags(role.logging),
    volumeFlags(config),
    optionFlags(role.options),
    markFlags(config),
  ]} ${image} ${verbatim(command)}`;
}

interface NewContainer {
  readonly image: string;
  readonly name: string;
  readonly detach: boolean;
}

/** @param container a name, or shell that finds it out */
export const inContainer = (container: Word, { command, env, interactive }: Execution): Shell =>
  sh`docker exec ${interactiveFlag(interactive)} ${settings("--env", env)} ${container} ${verbatim(command)}`;

/** @param tag a version, or `latest` */
export const execName = (placement: Placement, tag: string, nonce: string): string =>
  `${containerPrefix(placement)}-exec-${tag}-${nonce}`;

/** A terminal where a person types; only standard input where bytes are piped through. */
export const interactiveFlag = (interactive: Execution["interactive"]): Word => {
  if (interactive === undefined) return false;
  return interactive === "terminal" ? "-it" : "-i";
};
