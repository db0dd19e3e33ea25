import {
  type Forward,
  isProbe,
  isRemote,
  type Plan,
  type Probe,
  type Program,
  runner,
  type Stage,
  type Step,
  stages,
} from "../plan/plan.ts";
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
  const entries = plans.flatMap(({ forwards = [], steps }) => [...forwards.map(forwardEntry), ...steps.map(stepEntry)]);
  return stages.flatMap((stage) => {
    const inStage = entries.filter((entry) => entry.stage === stage);
    const hosts = [...new Set(inStage.map(({ host }) => host))].map((host) => ({
      host,
      steps: inStage.filter((entry) => entry.host === host).map(({ title, command }) => ({ title, command })),
    }));
    return hosts.length > 0 ? [{ stage, hosts }] : [];
  });
}

interface Entry {
  readonly stage: Stage;
  readonly host: string;
  readonly title: string;
  readonly command: string;
}

const stepEntry = (step: Step): Entry => ({
  ...{ stage: step.stage, host: placeName(step.host), title: titleOf(step), command: commandText(step) },
});

/** What ssh would be asked for. */
const forwardEntry = ({ host, port, stage, login }: Forward): Entry => ({
  ...{ stage, host, title: `Forward port ${port} to this machine meanwhile` },
  command: `ssh -R 127.0.0.1:${port}:localhost:${port} ${login?.user === undefined ? host : `${login.user}@${host}`}`,
});

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

/** A server by its name, this machine as `runner`. */
export const placeName = (place: Step["host"]): string => (place === runner ? "runner" : place);

/** What runs, as it could be typed, secrets by their names. */
export const commandText = (step: Step): string => (isRemote(step) ? step.run.toString() : localText(step.run));

/** The same as it would be typed, line by line. */
export const promptLines = (step: Step): string[] =>
  commandText(step)
    .split("\n")
    .map((line, index) => `${index === 0 ? "$" : " "} ${line}`);

const localText = (run: Program | Probe): string => (isProbe(run) ? probeText(run) : programText(run));

function probeText({ url, within, expect, watch }: Probe): string {
  const right = expect && ("status" in expect ? String(expect.status) : `success and ${JSON.stringify(expect.text)}`);
  const asked = `GET ${url} until it answers with ${right ?? "success"}, for ${within} s at most`;
  if (!watch || watch.seconds === 0) return asked;
  return `${asked}; then for ${watch.seconds} s, of whose answers ${watch.maxErrors}% may be wrong`;
}

function programText({ argv, env = {}, stdin, otherwise }: Program): string {
  const given = Object.entries(env).map(([name, value]) => `${name}=${quote(String(value))}`);
  return [
    ...given,
    ...argv.map((word) => (word instanceof Secret ? String(word) : quote(word))),
    ...(stdin ? ["<", String(stdin)] : []),
    ...(otherwise ? ["||", programText(otherwise)] : []),
  ].join(" ");
}

function titleOf({ title, cleansUp }: Step): string {
  if (!cleansUp) return title;
  if (cleansUp.unlessCancelled) return `${title} (unless cancelled)`;
  return cleansUp.onlyIfFailed ? `${title} (only if something fails)` : `${title} (always)`;
}
