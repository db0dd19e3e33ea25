import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { imageTag } from "../core/host/names.ts";
import { readSavedFacts } from "../core/host/saved-facts.ts";
import { describePlans, stagePlans } from "../core/report/plans.ts";
import { Refusal } from "../core/report/refusal.ts";
import { preview, release } from "../use-cases/deploy.ts";
import type { ReleaseOptions } from "../use-cases/request.ts";
import type { Verb } from "../use-cases/verbs.ts";
import type { FrontEnd } from "./front-end.ts";
import { type LockOptions, lockWait, withLockWait } from "./lock-wait.ts";
import { type GlobalOptions, withGlobals } from "./options.ts";

interface Options extends GlobalOptions, LockOptions {
  readonly skipPush?: true;
  readonly cache?: boolean;
  readonly dryRun?: true;
  readonly facts?: string;
}

/** A verb that makes a version live, with the options that make sense for it. */
export function addRelease(noun: Command, frontEnd: FrontEnd, verb: Verb, description: string): void {
  const command = withGlobals(noun.command(verb.name)).description(description);
  if (verb.name === "rollback") command.argument("<version>", "the version to go back to");
  if (verb.builds) {
    command.option("-P, --skip-push", "use the image that is in the registry, build nothing");
    command.option("--no-cache", "build without Docker's cache");
  }
  withLockWait(command)
    .option("--dry-run", "show every command that would run, and run none")
    .option("--facts <file>", "with --dry-run: plan from saved facts (landfall facts --json) and ask no server")
    .action(async (...args: unknown[]) => {
      const options = command.opts<Options>();
      const [argument] = args;
      const version = verb.name === "rollback" && typeof argument === "string" ? argument : options.version;
      await run(frontEnd, verb, { ...options, ...(version !== undefined && { version }) });
    });
}

async function run(frontEnd: FrontEnd, verb: Verb, options: Options): Promise<void> {
  if (options.facts !== undefined && !options.dryRun) {
    throw new Refusal(["--facts is for --dry-run only: whatever changes servers looks at them itself"]);
  }
  const call = await frontEnd.call(options);
  if (!options.dryRun) return frontEnd.report(await release(verb, releaseOptions(options), call), options);
  const facts = options.facts === undefined ? undefined : readSavedFacts(await readFile(options.facts, "utf8"));
  const { config, version, plans } = await preview(verb, releaseOptions(options), call, facts);
  const json = {
    command: verb.name,
    service: config.service,
    version,
    image: imageTag(config, version),
    stages: stagePlans(plans),
  };
  frontEnd.answer({ text: describePlans(plans), json }, options);
}

const releaseOptions = (options: Options): ReleaseOptions => ({
  skipPush: options.skipPush ?? false,
  cache: options.cache ?? true,
  lockWait: lockWait(options),
});
