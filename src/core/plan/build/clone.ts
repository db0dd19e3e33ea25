import type { LocalStep, Plan, Program, StepId } from "../plan.ts";
import { inAnyCase, onRunner } from "../step.ts";
import type { Clone, Workspace } from "./workspace.ts";

/** The clone is made to stand where version says, even if HEAD moves meanwhile. */
export function cloning({ clone }: Workspace, needs: readonly StepId[]): LocalStep[] {
  if (!clone) return [];
  const { from, to, revision, submodules } = clone;
  const copy = onRunner("clone", "build", "Clone HEAD", { argv: ["git", "clone", "--quiet", "--no-checkout", from, to] }, needs);
  const checkout = onRunner(
    "checkout",
    "build",
    `Check out ${revision.slice(0, 7)}`,
    { argv: ["git", "-C", to, "checkout", "--quiet", "--detach", revision] },
    [copy.id],
  );
  if (!submodules) return [copy, checkout];
  const fetching: Program = { argv: ["git", "-C", to, "submodule", "--quiet", "update", "--init", "--recursive"] };
  return [copy, checkout, onRunner("submodules", "build", "Fetch submodules", fetching, [checkout.id])];
}

/** Nothing waits for this. */
export const planTidy = ({ clone }: Workspace): Plan => ({
  title: "Tidy up",
  steps: clone ? [inAnyCase(removing(clone))] : [],
});

const removing = ({ to, abandoned }: Clone): LocalStep =>
  onRunner("tidy", "build", "Remove the clone", { argv: ["rm", "-rf", to, ...abandoned] });
