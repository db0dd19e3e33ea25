import type { Command } from "commander";
import type { PreviewRequest } from "../core/config/preview/preview.ts";
import type { PreviewDeed } from "../core/preview/event.ts";
import { describePreviews } from "../core/report/previews.ts";
import { Refusal } from "../core/report/refusal.ts";
import { previewUrl } from "../core/report/url.ts";
import { deployPreview, livePreviews } from "../use-cases/preview.ts";
import { previewDeed } from "../use-cases/preview-event.ts";
import { Overtaken } from "../use-cases/preview-overtaken.ts";
import { verbs } from "../use-cases/verbs.ts";
import type { FrontEnd } from "./front-end.ts";
import { type GlobalOptions, wholeNumber, withGlobals } from "./options.ts";
import { prune, refuseSelection, remove, withPruning, withRemoval } from "./preview-removal.ts";
import { type ReleaseCommandOptions, releaseOptions, showPlan, withReleaseOptions } from "./release.ts";

/** A preview is deployed by one job, and no address of the app's is asked about it. */
const offered = { ...verbs.deploy, announces: false };

/** Commands that look after previews; without a further word, in a workflow, what its event asks for. */
export function addPreview(root: Command, frontEnd: FrontEnd): void {
  const preview = withReleaseOptions(root.command("preview"), offered).description(
    "In a workflow: deploy or remove the preview of the pull request that started it",
  );
  preview.option("--dry-run", "show every command that would run, and run none");
  preview.allowExcessArguments();
  preview.hook("preSubcommand", refuseOptionsBefore);
  preview.action(async () => {
    refuseWord(preview.args[0]);
    await byEvent(frontEnd, preview.opts<ReleaseCommandOptions>());
  });
  const deployment = withReleaseOptions(preview.command("deploy"), offered)
    .description("Deploy the preview of a pull request from what is checked out")
    .option("--dry-run", "show every command that would run, and run none")
    .option("--facts <file>", "with --dry-run: plan from saved facts (landfall facts --json) and ask no server");
  of(deployment, (options) => deploy(frontEnd, options));
  const removal = withRemoval(preview.command("remove")).description("Take the preview of a pull request away, with its data");
  of(removal, (options) => remove(frontEnd, options));
  const list = withGlobals(preview.command("list")).description("Show the previews that servers have");
  list.action(() => show(frontEnd, ofAll(list.opts<GlobalOptions>())));
  const pruning = withPruning(preview.command("prune")).description(
    "Remove previews of closed pull requests and old ones, stop idle ones",
  );
  pruning.action(() => prune(frontEnd, ofAll(pruning.opts())));
}

/** @throws Refusal when a word stands where a command should */
function refuseWord(word: string | undefined): void {
  if (word === undefined) return;
  const meant = /^#?\d+$/.test(word) ? `"landfall preview deploy ${word.replace("#", "")}" deploys that one. ` : "";
  throw new Refusal([`There is no command "landfall preview ${word}". ${meant}There are deploy, remove, list and prune`]);
}

/** What the command itself takes, the one beneath it would never see. @throws Refusal when there is any of that */
function refuseOptionsBefore(preview: Command, beneath: Command): void {
  if (!preview.options.some((option) => preview.getOptionValueSource(option.attributeName()) === "cli")) return;
  throw new Refusal([`Options stand behind the whole command: landfall preview ${beneath.name()}, and then all of them`]);
}

/** @throws Refusal when one preview is meant */
function ofAll<Options extends GlobalOptions>(options: Options): Options {
  if (options.preview === undefined) return options;
  throw new Refusal(["This is about all previews: leave --preview out"]);
}

/** A command about the preview of one pull request. */
function of(command: Command, act: (options: ReleaseCommandOptions) => Promise<void>): void {
  command.argument("<number>", "of the pull request", wholeNumber("The number of a pull request", { atLeast: 1 }));
  command.action((number: number) => {
    const { preview = number, ...options } = command.opts<ReleaseCommandOptions>();
    if (preview !== number) throw new Refusal([`Which one is meant, #${number} or #${preview}? Leave --preview out`]);
    return act({ ...options, preview });
  });
}

async function deploy(frontEnd: FrontEnd, options: ReleaseCommandOptions): Promise<void> {
  if (options.dryRun) return showPlan(frontEnd, verbs.deploy, options);
  const call = await frontEnd.call(options);
  await frontEnd.report(await deployPreview(releaseOptions(options), call), options, call);
}

async function byEvent(frontEnd: FrontEnd, options: ReleaseCommandOptions): Promise<void> {
  const event = await frontEnd.event?.();
  if (!event) throw new Refusal(['By itself, this is for a workflow. Here, name a pull request: "landfall preview deploy 12"']);
  refuseSelection(options);
  const deed = await previewDeed(event, await frontEnd.call(options));
  await follow(frontEnd, deed, options);
}

async function follow(frontEnd: FrontEnd, deed: PreviewDeed, options: ReleaseCommandOptions): Promise<void> {
  switch (deed.deed) {
    case "deploy":
      return deployInTime(frontEnd, { ...options, ...named(deed.preview), sha: deed.sha });
    case "remove":
      return removeAtLast(frontEnd, { ...options, ...named(deed.preview) });
    case "prune":
      return prune(frontEnd, options);
    case "nothing":
      return frontEnd.answer({ text: `${deed.reason}.`, json: deed, preview: { state: "skipped", url: undefined } }, options);
  }
}

const named = ({ number, branch }: PreviewRequest): Pick<GlobalOptions, "preview" | "branch"> => ({
  preview: number,
  ...(branch !== undefined && { branch }),
});

/** A pull request that is closed while its deploy waits is to lose its preview, whichever job comes last. */
async function deployInTime(frontEnd: FrontEnd, options: ReleaseCommandOptions): Promise<void> {
  try {
    await deploy(frontEnd, options);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    await removeAtLast(frontEnd, options);
  }
}

/** Nobody comes a second time to take it away, so a deploy that goes on is waited for. */
const removeAtLast = (frontEnd: FrontEnd, options: ReleaseCommandOptions): Promise<void> =>
  remove(frontEnd, { ...options, confirmed: true, lockWait: true });

async function show(frontEnd: FrontEnd, options: GlobalOptions): Promise<void> {
  const { settings, previews } = await livePreviews(await frontEnd.call(options));
  const json = previews.map((preview) => ({ ...preview, url: previewUrl(preview, settings) }));
  frontEnd.answer({ text: describePreviews(previews), json }, options);
}
