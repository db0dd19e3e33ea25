import type { Command } from "commander";
import { readShard, type Shard } from "../core/config/shards.ts";
import { Refusal } from "../core/report/refusal.ts";

/** For commands that several jobs may share out. */
export const withShard = (command: Command): Command =>
  command
    .option("--shard <i/n>", "take on one part of the servers; the other parts are other jobs' of the same run", shardArgument)
    .option("--fleet <name>", "what all shards of one run are given, and no other run, outside GitHub Actions");

function shardArgument(text: string): Shard {
  const shard = readShard(text);
  if (shard) return shard;
  throw new Refusal([`"${text}" is no shard: it takes a form like 2/4. "landfall plan --shards 4" lists them`]);
}
