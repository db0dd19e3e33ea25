import { buildArguments, builderName, createArguments } from "../commands/builder.ts";
import { loginHere, loginOf, serverName } from "../commands/registry.ts";
import { abbreviated } from "../config/names.ts";
import { appHosts } from "../config/placement.ts";
import { secretValue } from "../host/env.ts";
import { hookSteps } from "./hook.ts";
import { type LocalStep, type Plan, type Program, runner, type StepId, stepId } from "./plan.ts";
import type { Release } from "./release.ts";

/** What the runner has to build from. */
export interface Workspace {
  /** The project's directory, where deploy.yml was found. */
  readonly directory: string;
  /** Undefined when there is none, or the build reads the working tree as it is. */
  readonly clone: Clone | undefined;
  readonly builderExists: boolean;
  readonly cache: boolean;
}

export interface Clone {
  /** The repository's root. */
  readonly from: string;
  /** A directory that does not exist yet, beside nothing else. */
  readonly to: string;
  readonly revision: string;
  /** The project's directory within the repository, "" for its root. */
  readonly prefix: string;
  readonly submodules: boolean;
}

/** Build the image from a clean clone of HEAD and push it, while others look at the servers. */
export function planBuild(release: Release, workspace: Workspace): Plan {
  const { config, version, secrets } = release;
  const login = loginOf(config, secrets);
  const before = hookSteps(release, "pre-build", { hosts: appHosts(config), locked: false });
  const prerequisites = [
    ...before,
    ...(login ? [step("login", `Log in to ${serverName(config.registry)}`, loginHere(login))] : []),
    ...cloning(workspace, idsOf(before)),
    ...creating(release, workspace),
  ];
  const title = `Build and push ${config.image}:${abbreviated(version)}`;
  const build = step("build", title, building(release, workspace), idsOf(prerequisites));
  return { title: `Build ${config.service} ${abbreviated(version)}`, steps: [...prerequisites, build] };

  function building({ config }: Release, { directory, clone, cache }: Workspace): Program {
    const env = Object.fromEntries(config.builder.secrets.map((name) => [name, secretValue(name, secrets)]));
    const cwd = clone ? [clone.to, clone.prefix].filter(Boolean).join("/") : directory;
    return { argv: ["docker", ...buildArguments(config, version, { cache })], cwd, env };
  }
}

/** Nothing waits for this. */
export const planTidy = ({ clone }: Workspace): Plan => ({
  title: "Tidy up",
  steps: clone ? [{ ...step("tidy", "Remove the clone", { argv: ["rm", "-rf", clone.to] }), cleansUp: { after: [] } }] : [],
});

/** The clone is made to stand where version says, even if HEAD moves meanwhile. */
function cloning({ clone }: Workspace, needs: readonly StepId[]): LocalStep[] {
  if (!clone) return [];
  const { from, to, revision, submodules } = clone;
  const copy = step("clone", "Clone HEAD", { argv: ["git", "clone", "--quiet", "--no-checkout", from, to] }, needs);
  const checkout = step(
    "checkout",
    `Check out ${revision.slice(0, 7)}`,
    { argv: ["git", "-C", to, "checkout", "--quiet", "--detach", revision] },
    [copy.id],
  );
  if (!submodules) return [copy, checkout];
  const fetching: Program = { argv: ["git", "-C", to, "submodule", "--quiet", "update", "--init", "--recursive"] };
  return [copy, checkout, step("submodules", "Fetch submodules", fetching, [checkout.id])];
}

function creating({ config }: Release, { builderExists }: Workspace): LocalStep[] {
  const name = builderName(config);
  if (name === undefined || builderExists) return [];
  return [step("builder", `Create the builder ${name}`, { argv: ["docker", ...createArguments(config, name)] })];
}

const step = (name: string, title: string, run: Program, needs: readonly StepId[] = []): LocalStep => ({
  ...{ id: stepId(name, "here"), title, stage: "build", host: runner, run, needs },
});

const idsOf = (steps: readonly LocalStep[]): StepId[] => steps.map(({ id }) => id);
