import type { Command } from "commander";
import { shardName, shardsOf } from "../core/config/shards.ts";
import { Refusal } from "../core/report/refusal.ts";
import { loadSettings } from "../use-cases/project.ts";
import { verbs } from "../use-cases/verbs.ts";
import type { FrontEnd } from "./front-end.ts";
import { wholeNumber } from "./options.ts";
import { type ReleaseCommandOptions, showPlan, withReleaseOptions } from "./release.ts";

interface Options extends ReleaseCommandOptions {
  readonly shards?: number;
}

/** What a deploy would do, or how it can be shared out among the jobs of a matrix. */
export function addPlan(root: Command, frontEnd: FrontEnd): void {
  const command = withReleaseOptions(root.command("plan"), verbs.deploy)
    .description("Show what a deploy would do, as its --dry-run does, or with --shards how jobs can share it out")
    .option(
      "--shards <n>",
      "print a matrix of this many shards, or of as many as there are hosts; asks no server",
      wholeNumber("--shards"),
    )
    .option("--facts <file>", "plan from saved facts (landfall facts --json) and ask no server");
  command.action(async () => {
    const options = command.opts<Options>();
    if (options.shards === undefined) return showPlan(frontEnd, verbs.deploy, options);
    await printMatrix(frontEnd, options, options.shards);
  });
}

async function printMatrix(frontEnd: FrontEnd, options: Options, shards: number): Promise<void> {
  if (shards < 1 || shards > mostShards) throw new Refusal([`--shards takes a number from 1 to ${mostShards}`]);
  const { config } = await loadSettings(await frontEnd.call(options));
  const json = { shard: shardsOf(config, shards).map(shardName) };
  frontEnd.answer({ text: JSON.stringify(json), json, output: "plan" }, options);
}

/** A matrix has no more jobs: https://docs.github.com/en/actions/reference/limits */
const mostShards = 256;
