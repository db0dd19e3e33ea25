import type { Config } from "../../config/config.ts";
import type { Program } from "../../plan/plan.ts";
import { platforms } from "./platforms.ts";
import type { BuildTarget, Remote } from "./target.ts";

/** What Docker says of the builder. */
export interface BuilderFacts {
  /** What `docker buildx inspect` prints; undefined where there is no such builder. */
  readonly builder: string | undefined;
  /** The endpoint of its context; undefined where there is no such context. */
  readonly context: string | undefined;
}

/** Whether it builds where deploy.yml says. */
export function isFit(target: BuildTarget, { builder, context }: BuilderFacts): boolean {
  if (target.name === undefined) return true;
  if (builder === undefined) return false;
  if (!("context" in target)) return true;
  const endpoints = builder.split("\n").filter((line) => line.trimStart().startsWith("Endpoint:"));
  return context === target.endpoint && endpoints.some((line) => line.includes(target.context));
}

/** Make the builder, and its context first where it has one. The pre-build hook, or another deploy, may have made it meanwhile. */
export function creation(config: Config, target: BuildTarget): Program[] {
  switch (target.kind) {
    case "pack":
      return [];
    case "cloud":
      return [madeOnce(target.name, "--driver", ...config.builder.driver.split(" "))];
    case "local":
      return target.name === undefined ? [] : [madeOnce(target.name, "--name", target.name, driver(target), ...options(config))];
    case "remote":
      return [contextMadeOnce(target), madeOnce(target.name, "--name", target.name, ...options(config), target.context)];
    case "hybrid":
      return hybridCreation(config, target);
  }
}

/** One builder of two machines. */
function hybridCreation(config: Config, target: Extract<BuildTarget, { readonly kind: "hybrid" }>): Program[] {
  const { name, context, here, there } = target;
  return [
    madeOnce(name, ...platforms(here), "--name", name, driver(config.builder), ...options(config)),
    contextMadeOnce(target),
    docker("buildx", "create", ...platforms(there), "--append", "--name", name, ...options(config), context),
  ];
}

/** Remove what there is of it. Its context goes last: without that, buildx could not reach what it is to remove there. */
export function removal(target: BuildTarget, { builder, context }: BuilderFacts): Program[] {
  return [
    ...(target.name !== undefined && builder !== undefined ? [docker("buildx", "rm", target.name)] : []),
    ...("context" in target && context !== undefined ? [docker("context", "rm", target.context)] : []),
  ];
}

const docker = (...args: readonly string[]): Program => ({ argv: ["docker", ...args] });

const driver = ({ driver: name }: Pick<Config["builder"], "driver">): string => `--driver=${name}`;

const madeOnce = (name: string, ...args: readonly string[]): Program => ({
  ...docker("buildx", "create", ...args),
  otherwise: docker("buildx", "inspect", name),
});

const contextMadeOnce = ({ name, context, endpoint }: Remote): Program => ({
  ...docker("context", "create", context, "--description", `${name} host`, "--docker", `host=${endpoint}`),
  otherwise: docker("context", "inspect", context),
});

/** The registry on the deployer's localhost is the builder's localhost, too. */
const options = ({ registry }: Config): string[] => (registry.local ? ["--driver-opt", "network=host"] : []);
