import { targetOf } from "../../../../src/core/commands/builder/target.ts";
import type { Builder, Config } from "../../../../src/core/config/config.ts";
import type { Clone, Workspace } from "../../../../src/core/plan/build/workspace.ts";
import { aConfig } from "../../../support.ts";

export const aClone: Clone = {
  ...{ from: "/work/app", to: "/tmp/clone", revision: "0123456789abcdef", prefix: "", submodules: false },
  abandoned: [],
};

/** A machine of amd64 on which the builder is ready, and a clone to be made. */
export function aWorkspace(over: Partial<Workspace> = {}, config: Config = aConfig()): Workspace {
  const target = targetOf(config, { architecture: "amd64" });
  const endpoint = "context" in target ? `Endpoint:  ${target.context}` : "Endpoint:  default";
  const builder = { builder: `Name: x\n${endpoint}\n`, context: "endpoint" in target ? target.endpoint : undefined };
  return { directory: "/work/app", clone: aClone, target, builder, cache: true, output: "registry", env: {}, ...over };
}

export const withBuilder = (over: Partial<Builder>, config: Partial<Config> = {}): Config =>
  aConfig({ ...config, builder: { ...aConfig().builder, ...over } });
