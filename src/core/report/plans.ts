import { isRemote, type Plan, type Program, runner, type Stage, type Step, stages } from "../plan/plan.ts";
import { Secret } from "../shell/secret.ts";
import { quote } from "../shell/sh.ts";

export interface StagePlan {
  readonly stage: Stage;
  readonly hosts: readonly {
    readonly host: string;
    readonly steps: readonly { readonly title: string; readonly command: string }[];
  }[];
}

/** Every command as it would run, by stage and host, secrets by their names. */
export function stagePlans(plans: readonly Plan[]): StagePlan[] {
  const steps = plans.flatMap((plan) => plan.steps);
  return stages.flatMap((stage) => {
    const inStage = steps.filter((step) => step.stage === stage);
    const hosts = [...new Set(inStage.map(({ host }) => host))].map((host) => ({
      host: placeName(host),
      steps: inStage.filter((step) => step.host === host).map((step) => ({ title: titleOf(step), command: commandText(step) })),
    }));
    return hosts.length > 0 ? [{ stage, hosts }] : [];
  });
}

/** The same for people. */
export function describePlans(plans: readonly Plan[]): string {
  const lines = stagePlans(plans).flatMap(({ stage, hosts }) => [
    `${stage}:`,
    ...hosts.flatMap(({ host, steps }) => [
      `  ${host}`,
      ...steps.flatMap(({ title, command }) => [`    ${title}`, ...command.split("\n").map((line) => `      ${line}`)]),
    ]),
  ]);
  return lines.join("\n");
}

export const placeName = (place: Step["host"]): string => (place === runner ? "runner" : place);

export const commandText = (step: Step): string => (isRemote(step) ? step.run.toString() : programText(step.run));

function programText({ argv, env = {}, stdin }: Program): string {
  const given = Object.entries(env).map(([name, value]) => `${name}=${quote(String(value))}`);
  return [
    ...given,
    ...argv.map((word) => (word instanceof Secret ? String(word) : quote(word))),
    ...(stdin ? ["<", String(stdin)] : []),
  ].join(" ");
}

function titleOf({ title, cleansUp }: Step): string {
  if (!cleansUp) return title;
  return cleansUp.onlyIfFailed ? `${title} (only if something fails)` : `${title} (always)`;
}
