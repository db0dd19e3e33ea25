import type { HookName } from "../config/hooks.ts";
import type { Version } from "../config/names.ts";
import type { Secret } from "../shell/secret.ts";
import { type LocalStep, runner, type StepId, stepId } from "./plan.ts";
import type { Release } from "./release.ts";

export interface HookMoment {
  readonly hosts: readonly string[];
  /** This run holds the deploy lock. */
  readonly locked: boolean;
  /** How long the deploy took, in seconds. */
  readonly runtime?: number;
}

/** These are given every secret in their environment. */
const trusted: readonly HookName[] = ["pre-connect", "pre-deploy", "post-deploy"];

/** The hook as a step; none if the project has none of that name. @param which tells hooks of one name apart */
export function hookSteps(
  release: Release,
  name: HookName,
  moment: HookMoment,
  { needs = [], which }: { readonly needs?: readonly StepId[]; readonly which?: string } = {},
): LocalStep[] {
  const { directory, paths } = release.hooks;
  const { hooksOutput } = release.config;
  const path = paths.get(name);
  if (path === undefined) return [];
  const env = { ...details(release, moment), ...(trusted.includes(name) ? Object.fromEntries(release.secrets) : {}) };
  const run = { argv: ["/usr/bin/env", path] as const, cwd: directory, env };
  return [
    {
      id: stepId("hook", name, ...(which === undefined ? [] : [which])),
      title: `Run the ${name} hook`,
      stage: "hooks",
      host: runner,
      run,
      needs,
      verbosity: typeof hooksOutput === "object" ? hooksOutput[name] : hooksOutput,
    },
  ];
}

function details(
  { config, version, performer, lock, verb, subcommand, underLock = false }: Release,
  { hosts, locked, runtime }: HookMoment,
): Record<string, string | Secret> {
  return {
    KAMAL_RECORDED_AT: lock.at,
    KAMAL_PERFORMER: performer,
    ...(config.destination !== undefined && { KAMAL_DESTINATION: config.destination }),
    KAMAL_VERSION: version,
    KAMAL_SERVICE_VERSION: `${config.service}@${shortInKamal(version)}`,
    KAMAL_SERVICE: config.service,
    KAMAL_HOSTS: hosts.join(","),
    KAMAL_LOCK: String(locked || underLock),
    KAMAL_COMMAND: verb,
    ...(subcommand !== undefined && { KAMAL_SUBCOMMAND: subcommand }),
    ...(config.scope?.asked && { KAMAL_ROLES: config.scope.asked.join(",") }),
    ...(runtime !== undefined && { KAMAL_RUNTIME: String(Math.round(runtime)) }),
  };
}

/** Cut off whatever it is, unless it is one that Kamal made up and marked with an underscore. */
const shortInKamal = (version: Version): string => (version.includes("_") ? version : version.slice(0, 7));
