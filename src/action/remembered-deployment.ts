import * as core from "@actions/core";
import { z } from "zod";
import { keepState } from "./file-commands.ts";

/** What the post step tells GitHub of a deployment, if the main step does not get to it. */
const deploymentMemory = z.object({
  ...{ id: z.number(), state: z.enum(["success", "failure", "error"]), description: z.string() },
  environmentUrl: z.string().exactOptional(),
  /** What all deployments of the preview are called that it is of, if it is of one. */
  task: z.string().exactOptional(),
});
export type RememberedDeployment = z.infer<typeof deploymentMemory>;

export const rememberDeployment = (deployment: RememberedDeployment): void => keepState("deployment", JSON.stringify(deployment));

/** GitHub knows how it ended. */
export const forgetDeployment = (): void => keepState("deployment", "");

/** Undefined where there is none, or GitHub knows how it ended. */
export function rememberedDeployment(): RememberedDeployment | undefined {
  const saved = core.getState("deployment");
  return saved === "" ? undefined : deploymentMemory.parse(JSON.parse(saved));
}
