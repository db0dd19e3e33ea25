import { hostname } from "node:os";
import { join } from "node:path";
import { jobAccess } from "../adapters/github/access.ts";
import { fingerprintsOption, type GlobalOptions, previewOption, selectionOption, versionOption } from "../cli/options.ts";
import { runIn } from "../core/host/job-run.ts";
import { Refusal } from "../core/report/refusal.ts";
import type { Request } from "../use-cases/request.ts";
import type { Inputs } from "./inputs.ts";

/** What the command line says, inputs that are options among it. */
export type Asked = Pick<
  GlobalOptions,
  | "configFile"
  | "destination"
  | "preview"
  | "branch"
  | "sha"
  | "primary"
  | "hosts"
  | "roles"
  | "version"
  | "skipHooks"
  | "sshPrivateKey"
  | "sshKnownHosts"
  | "sshFingerprint"
  | "sshHostKeys"
>;

/** The inputs and the job's surroundings as a request. @throws Refusal when it cannot be understood */
export function jobRequest(inputs: Inputs, asked: Asked): Request {
  const { env } = process;
  const { ssh, registry, secrets, githubToken } = inputs;
  if (asked.sshPrivateKey !== undefined || asked.sshKnownHosts !== undefined)
    throw new Refusal(["In a workflow, keys come as text in the inputs ssh-private-key and ssh-known-hosts, not by options"]);
  return {
    directory: join(env.GITHUB_WORKSPACE ?? process.cwd(), inputs.directory),
    env,
    configFile: asked.configFile,
    destination: asked.destination,
    preview: previewOption(asked),
    selection: selectionOption(asked),
    version: versionOption(asked.version),
    skipHooks: asked.skipHooks ?? false,
    secrets,
    registry,
    github: jobAccess(env, githubToken),
    ssh: {
      ...ssh,
      fingerprints: [...ssh.fingerprints, ...fingerprintsOption(asked)],
      hostKeys: asked.sshHostKeys === "accept-new" ? "accept-new" : "strict",
    },
    run: runIn(env, hostname()),
  };
}
