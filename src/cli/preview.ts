import type { Command } from "commander";
import type { PreviewDeed } from "../core/preview/event.ts";
import { describePreviews } from "../core/report/previews.ts";
import { Refusal } from "../core/report/refusal.ts";
import { previewUrl } from "../core/report/url.ts";
import { deployPreview, livePreviews } from "../use-cases/preview.ts";
import { previewDeed } from "../use-cases/preview-event.ts";
import { verbs } from "../use-cases/verbs.ts";
import type { FrontEnd } from "./front-end.ts";
import { withLockWait } from "./lock-wait.ts";
import { type GlobalOptions, wholeNumber, withGlobals } from "./options.ts";
import { prune, remove, withRemoval } from "./preview-removal.ts";
import { type ReleaseCommandOptions, releaseOptions, showPlan, withReleaseOptions } from "./release.ts";

/** A preview is deployed by one job, and no address of the app's is asked about it. */
const verb = { ...verbs.deploy, announces: false };

/** Commands that look after previews; without a further word, in a workflow, what its event asks for. */
export function addPreview(root: Command, frontEnd: FrontEnd): void {
  const preview = withReleaseOptions(root.command("preview"), verb).description(
    "In a workflow: deploy or remove the preview of the pull request that started it",
  );
  preview.option("--dry-run", "show every command that would run, and run none");
  preview.action(() => byEvent(frontEnd, preview.opts<ReleaseCommandOptions>()));
  const deployment = withReleaseOptions(preview.command("deploy"), verb)
    .description("Deploy the preview of a pull request from what is checked out")
    .option("--dry-run", "show every command that would run, and run none")
    .option("--facts <file>", "with --dry-run: plan from saved facts (landfall facts --json) and ask no server");
  of(deployment, (options) => deploy(frontEnd, options));
  const removal = withRemoval(preview.command("remove")).description("Take the preview of a pull request away, with its data");
  of(removal, (options) => remove(frontEnd, options));
  const list = withGlobals(preview.command("list")).description("Show the previews that servers have");
  list.action(() => show(frontEnd, list.opts<GlobalOptions>()));
  const pruning = withLockWait(withGlobals(preview.command("prune"))).description(
    "Remove previews of closed pull requests and old ones, stop idle ones",
  );
  pruning.action(() => prune(frontEnd, pruning.opts()));
}

/** A command about the preview of one pull request. */
function of(command: Command, act: (options: ReleaseCommandOptions) => Promise<void>): void {
  command.argument("<number>", "of the pull request", wholeNumber("The number of a pull request", { atLeast: 1 }));
  command.action((number: number) => act({ ...command.opts<ReleaseCommandOptions>(), preview: number }));
}

async function deploy(frontEnd: FrontEnd, options: ReleaseCommandOptions): Promise<void> {
  if (options.dryRun) return showPlan(frontEnd, verbs.deploy, options);
  const call = await frontEnd.call(options);
  await frontEnd.report(await deployPreview(releaseOptions(options), call), options, call);
}

async function byEvent(frontEnd: FrontEnd, options: ReleaseCommandOptions): Promise<void> {
  const event = await frontEnd.event?.();
  if (!event) throw new Refusal(['By itself, this is for a workflow. Here, name a pull request: "landfall preview deploy 12"']);
  const deed = await previewDeed(event, await frontEnd.call(options));
  await follow(frontEnd, deed, options);
}

async function follow(frontEnd: FrontEnd, deed: PreviewDeed, options: ReleaseCommandOptions): Promise<void> {
  switch (deed.deed) {
    case "deploy": {
      const { number, branch } = deed.preview;
      return deploy(frontEnd, { ...options, preview: number, sha: deed.sha, ...(branch !== undefined && { branch }) });
    }
    case "remove":
      return remove(frontEnd, { ...options, preview: deed.preview.number, confirmed: true });
    case "prune":
      return prune(frontEnd, options);
    case "nothing":
      return frontEnd.answer({ text: `${deed.reason}.`, json: deed, preview: { state: "skipped", url: undefined } }, options);
  }
}

async function show(frontEnd: FrontEnd, options: GlobalOptions): Promise<void> {
  const { settings, previews } = await livePreviews(await frontEnd.call(options));
  const json = previews.map((preview) => ({ ...preview, url: previewUrl(preview, settings) }));
  frontEnd.answer({ text: describePreviews(previews), json }, options);
}
