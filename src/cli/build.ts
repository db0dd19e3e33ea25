import { type Command, Option } from "commander";
import { answersJson, describeAnswers } from "../core/report/answers.ts";
import { refuseFailures } from "../core/report/exit.ts";
import { describePlans, stagePlans } from "../core/report/plans.ts";
import { previewBuild, runBuild } from "../use-cases/build.ts";
import { type BuildDeed, buildDeeds } from "../use-cases/build-deeds.ts";
import type { FrontEnd } from "./front-end.ts";
import { type GlobalOptions, withGlobals } from "./options.ts";

interface Options extends GlobalOptions {
  readonly dryRun?: true;
  readonly output?: string;
  readonly cache?: boolean;
}

const commands: readonly { readonly deed: BuildDeed; readonly description: string; readonly output?: string }[] = [
  { deed: buildDeeds.push, description: "Build the image and push it to the registry", output: "registry" },
  { deed: buildDeeds.pull, description: "Pull the image onto the servers" },
  { deed: buildDeeds.deliver, description: "Build the image, push it and pull it onto the servers" },
  {
    ...{ deed: buildDeeds.dev, output: "docker" },
    description: "Build the working tree as it is, for this machine, under tags that end in -dirty",
  },
  { deed: buildDeeds.create, description: "Create the builder that deploy.yml asks for" },
  { deed: buildDeeds.remove, description: "Remove the builder that deploy.yml asks for" },
  { deed: buildDeeds.details, description: "Show what there is to build with" },
];

/** Commands that stop short of a deploy: they only make images, and bring them to the servers. */
export function addBuild(root: Command, frontEnd: FrontEnd): void {
  const build = root.command("build").description("Build the image, push it, pull it; look after the builder");
  for (const { deed, description, output } of commands) {
    const command = withGlobals(build.command(deed.name)).description(description);
    command.option("--dry-run", "show every command that would run, and run none");
    if (output !== undefined) {
      const exporter = new Option("--output <type>", "where the image goes, as for buildx's --output");
      command.addOption(exporter.default(output)).option("--no-cache", "build without the build's cache");
    }
    command.action(() => run(frontEnd, deed, command.opts<Options>()));
  }
}

/** @throws Refusal when part of it failed, once the rest is told */
async function run(frontEnd: FrontEnd, deed: BuildDeed, options: Options): Promise<void> {
  const call = await frontEnd.call(options);
  const { cache = true, output = "registry" } = options;
  if (options.dryRun) {
    const plans = await previewBuild(deed, { cache, output }, call);
    return frontEnd.answer({ text: describePlans(plans), json: { stages: stagePlans(plans) } }, options);
  }
  const done = await runBuild(deed, { cache, output }, call);
  frontEnd.answer({ text: describeAnswers(done, options), json: answersJson(done) }, options);
  refuseFailures(done);
}
