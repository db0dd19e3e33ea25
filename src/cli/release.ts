import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import type { Shard } from "../core/config/shards.ts";
import { readSavedFacts } from "../core/host/saved-facts.ts";
import { probeUrl } from "../core/plan/probe.ts";
import { releaseJson } from "../core/report/json.ts";
import { describePlans, stagePlans } from "../core/report/plans.ts";
import { Refusal } from "../core/report/refusal.ts";
import { foresee, release } from "../use-cases/deploy.ts";
import type { ReleaseOptions } from "../use-cases/request.ts";
import type { Verb } from "../use-cases/verbs.ts";
import type { FrontEnd } from "./front-end.ts";
import { type LockOptions, lockWait, withLockWait } from "./lock-wait.ts";
import { type GlobalOptions, withGlobals } from "./options.ts";
import { withShard } from "./shard.ts";

export interface ReleaseCommandOptions extends GlobalOptions, LockOptions {
  readonly skipPush?: true;
  readonly image?: string;
  readonly cache?: boolean;
  readonly dryRun?: true;
  readonly facts?: string;
  readonly checkUrl?: string;
  readonly shard?: Shard;
  readonly fleet?: string;
}

const imageMeaning = "deploy this image and build nothing; a tag or a digest by itself is one of deploy.yml's image";

/** A verb that makes a version live, with the options that make sense for it. */
export function addRelease(noun: Command, frontEnd: FrontEnd, verb: Verb, description: string): void {
  const command = withReleaseOptions(noun.command(verb.name), verb).description(description);
  if (verb.name === "rollback") command.argument("[version]", "the version to go back to, or its beginning: previous, stable");
  command
    .option("--dry-run", "show every command that would run, and run none")
    .option("--facts <file>", "with --dry-run: plan from saved facts (landfall facts --json) and ask no server")
    .action(async (...args: unknown[]) => {
      const options = command.opts<ReleaseCommandOptions>();
      const [argument] = args;
      const version = verb.name === "rollback" && typeof argument === "string" ? argument : options.version;
      await run(frontEnd, verb, { ...options, ...(version !== undefined && { version }) });
    });
}

/** What all of them take, and what only some do. */
export function withReleaseOptions(bare: Command, verb: Verb): Command {
  const command = withGlobals(bare);
  if (verb.builds) {
    command.option("-P, --skip-push", "use the image that is in the registry, build nothing");
    command.option("--no-cache", "build without Docker's cache");
  }
  command.addOption(new Option("--image <reference>", imageMeaning).hideHelp(!verb.builds));
  if (verb.announces) command.option("--check-url <url>", "undo it all unless this URL then answers with success within 30 s");
  if (verb.announces) withShard(command);
  command.option("--branch <name>", "with --preview: its branch, where its address has that");
  return withLockWait(command);
}

async function run(frontEnd: FrontEnd, verb: Verb, options: ReleaseCommandOptions): Promise<void> {
  if (options.facts !== undefined && !options.dryRun) {
    throw new Refusal(["--facts is for --dry-run only: whatever changes servers looks at them itself"]);
  }
  if (options.dryRun) return showPlan(frontEnd, verb, options);
  const call = await frontEnd.call(options);
  await frontEnd.report(await release(verb, releaseOptions(options), call), options, call);
}

/** What the verb would do, in all its commands. */
export async function showPlan(frontEnd: FrontEnd, verb: Verb, options: ReleaseCommandOptions): Promise<void> {
  const call = await frontEnd.call(options);
  const facts = options.facts === undefined ? undefined : readSavedFacts(await readFile(options.facts, "utf8"));
  const { config, version, prebuilt, plans } = await foresee(verb, releaseOptions(options), call, facts);
  const planned = releaseJson({ config, version, prebuilt });
  const json = { command: verb.name, ...planned, stages: stagePlans(plans) };
  frontEnd.answer({ text: describePlans(plans), json, output: "plan", planned }, options);
}

/** The first shard builds for all; one alone is no shard. */
export const releaseOptions = ({ shard, ...options }: ReleaseCommandOptions): ReleaseOptions => ({
  skipPush: options.skipPush ?? (shard !== undefined && shard.index > 1),
  image: options.image,
  cache: options.cache ?? true,
  lockWait: lockWait(options),
  checkUrl: options.checkUrl === undefined ? undefined : probeUrl(options.checkUrl),
  shard: shard?.count === 1 ? undefined : shard,
  fleet: options.fleet,
});
