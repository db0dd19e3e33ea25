import { creation, isFit, removal } from "../../commands/builder/builder.ts";
import type { BuildTarget } from "../../commands/builder/target.ts";
import type { LocalStep, Plan, Program, Stage, StepId } from "../plan.ts";
import type { Release } from "../release.ts";
import { idsOf, onRunner } from "../step.ts";
import type { Workspace } from "./workspace.ts";

/** Make the builder where there is none that builds where deploy.yml says; one that does not is replaced. */
export function readying(
  { config }: Release,
  { target, builder }: Workspace,
  stage: Stage,
  needs: readonly StepId[] = [],
): LocalStep[] {
  if (isFit(target, builder)) return [];
  const removing = removal(target, builder).map((program) => ({ ...program, otherwise: { argv: ["true"] } as const }));
  const removed = inTurn("no-builder", stage, `Remove the builder ${nameOf(target)}, which does not fit`, removing, needs);
  const before = removed.length > 0 ? idsOf(removed.slice(-1)) : needs;
  return [...removed, ...inTurn("builder", stage, `Create the builder ${nameOf(target)}`, creation(config, target), before)];
}

/** Make the builder, if it is not there. */
export const planBuilderCreation = (release: Release, workspace: Workspace): Plan => ({
  title: `Create the builder ${nameOf(workspace.target)}`,
  steps: readying(release, workspace, "act"),
});

/** Remove the builder, if it is there. */
export function planBuilderRemoval({ target, builder }: Workspace): Plan {
  const title = `Remove the builder ${nameOf(target)}`;
  return { title, steps: inTurn("no-builder", "act", title, removal(target, builder)) };
}

/** Show what there is to build with. */
export function planBuilderDetails({ config }: Release, { target }: Workspace): Plan {
  const title = `Builder: ${target.kind}`;
  if (target.kind === "pack") {
    const argv = ["pack", "builder", "inspect", config.builder.pack?.builder ?? ""] as const;
    return { title, steps: [onRunner("details", "answer", title, { argv })] };
  }
  const contexts = onRunner("contexts", "answer", "Docker contexts", { argv: ["docker", "context", "ls"] });
  const builders = onRunner("builders", "answer", `${title}, of these`, { argv: ["docker", "buildx", "ls"] }, [contexts.id]);
  return { title, steps: [contexts, builders] };
}

/** The last one bears the plain name. */
function inTurn(
  deed: string,
  stage: Stage,
  title: string,
  programs: readonly Program[],
  needs: readonly StepId[] = [],
): LocalStep[] {
  const steps: LocalStep[] = [];
  for (const [index, program] of programs.entries()) {
    const name = index === programs.length - 1 ? deed : `${deed}-${index + 1}`;
    steps.push(onRunner(name, stage, title, program, index === 0 ? needs : idsOf(steps.slice(-1))));
  }
  return steps;
}

const nameOf = ({ name }: BuildTarget): string => name ?? "of the Docker engine";
