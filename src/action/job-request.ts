import { hostname } from "node:os";
import { join } from "node:path";
import { type GlobalOptions, selectionOption, versionOption } from "../cli/options.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Request } from "../use-cases/request.ts";
import type { Inputs } from "./inputs.ts";

/** What may be said in the command as well as in inputs of their own; the command has the last word. */
export type Asked = Pick<
  GlobalOptions,
  | "configFile"
  | "destination"
  | "primary"
  | "hosts"
  | "roles"
  | "version"
  | "skipHooks"
  | "sshPrivateKey"
  | "sshKnownHosts"
  | "sshHostKeys"
>;

/** The inputs and the job's surroundings as a request. @throws Refusal when it cannot be understood */
export function jobRequest(inputs: Inputs, asked: Asked): Request {
  const { env } = process;
  if (asked.sshPrivateKey !== undefined || asked.sshKnownHosts !== undefined)
    throw new Refusal(["In a workflow, keys come as text in the inputs ssh-private-key and ssh-known-hosts, not by options"]);
  return {
    directory: join(env.GITHUB_WORKSPACE ?? process.cwd(), inputs.directory),
    env,
    configFile: asked.configFile === "config/deploy.yml" ? inputs.configFile : asked.configFile,
    destination: asked.destination ?? inputs.destination,
    selection: selectionOption(asked),
    version: versionOption(asked.version ?? inputs.version),
    skipHooks: asked.skipHooks ?? false,
    secrets: inputs.secrets,
    registry: undefined,
    github: undefined,
    ssh: {
      keys: inputs.sshPrivateKey ? [inputs.sshPrivateKey] : [],
      passphrase: undefined,
      knownHosts: inputs.sshKnownHosts,
      hostKeys: asked.sshHostKeys === "accept-new" ? "accept-new" : inputs.sshHostKeys,
    },
    run: { url: runUrl(env), id: env.GITHUB_RUN_ID, attempt: env.GITHUB_RUN_ATTEMPT, machine: env.RUNNER_NAME ?? hostname() },
  };
}

function runUrl({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }: NodeJS.ProcessEnv): string | undefined {
  if (!GITHUB_SERVER_URL || !GITHUB_REPOSITORY || !GITHUB_RUN_ID) return undefined;
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}
