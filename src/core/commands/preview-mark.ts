import type { Config } from "../config/config.ts";
import { previewLabel, previewMark } from "../host/names.ts";
import type { Word } from "../shell/sh.ts";

/** For a container that does a single thing and goes: one that hangs has to go with its preview. */
export const markFlags = (config: Config): Word =>
  config.preview !== undefined && ["--label", `${previewLabel}=${previewMark(config)}`];
