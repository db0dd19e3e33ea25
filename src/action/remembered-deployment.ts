import * as core from "@actions/core";
import { z } from "zod";

/** What the post step tells GitHub of a deployment, if the main step does not get to it. */
const deploymentMemory = z.object({
  ...{ id: z.number(), state: z.enum(["success", "failure", "error"]), description: z.string() },
  environmentUrl: z.string().optional(),
});
export type RememberedDeployment = z.infer<typeof deploymentMemory>;

export const rememberDeployment = (deployment: RememberedDeployment): void =>
  core.saveState("deployment", JSON.stringify(deployment));

/** GitHub knows how it ended. */
export const forgetDeployment = (): void => core.saveState("deployment", "");

/** Undefined where there is none, or GitHub knows how it ended. */
export function rememberedDeployment(): RememberedDeployment | undefined {
  const saved = core.getState("deployment");
  return saved === "" ? undefined : deploymentMemory.parse(JSON.parse(saved));
}
