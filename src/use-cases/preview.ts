import type { Config } from "../core/config/config.ts";
import type { Host } from "../core/config/names.ts";
import { noPreviews } from "../core/config/preview/config.ts";
import { isPreviewConfig } from "../core/config/preview/preview.ts";
import type { PreviewSettings } from "../core/config/preview/settings.ts";
import { type LivePreview, previewsOn } from "../core/host/previews.ts";
import type { Plan } from "../core/plan/plan.ts";
import { planRemovalOf } from "../core/plan/preview/removal.ts";
import { refuseFailures } from "../core/report/exit.ts";
import { type Failure, failures } from "../core/report/failures.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed, type Report } from "../core/report/report.ts";
import type { Secrets } from "../core/shell/secret.ts";
import type { Call } from "./call.ts";
import { release } from "./deploy.ts";
import type { Done, Errand } from "./errand.ts";
import { removeImages } from "./preview-images.ts";
import { Overtaken } from "./preview-overtaken.ts";
import { PreviewReporter } from "./preview-reporter.ts";
import { loadSettings } from "./project.ts";
import type { ReleaseOptions } from "./request.ts";
import { runErrand } from "./run-errand.ts";
import { verbs } from "./verbs.ts";
import { deaf, together, type Watcher } from "./watcher.ts";

/** What deploy.yml says of previews. @throws Refusal where that is nothing */
export function previewSettings({ landfall }: Config): PreviewSettings {
  if (landfall.preview) return landfall.preview;
  throw new Refusal([noPreviews]);
}

/** Where previews are. @throws Refusal where there are none to be */
export const previewHosts = (config: Config): readonly Host[] => previewSettings(config).servers;

/** Deploy the preview that the call names, and tell its pull request how that goes. @throws as release does */
export async function deployPreview(options: ReleaseOptions, call: Call): Promise<Report> {
  const reporter = new PreviewReporter(call);
  const watcher = together(call.watcher, reportingOf(reporter));
  try {
    const report = await release(verbs.deploy, options, { ...call, watcher });
    await reporter.ended(report);
    return report;
  } catch (error) {
    if (error instanceof Overtaken) throw error;
    // Where deploy.yml cannot be read, nobody knows what the preview would be called.
    const config = await loadSettings({ ...call, watcher: deaf }).then(
      (settings) => settings.config,
      () => undefined,
    );
    if (config && isPreviewConfig(config)) await reporter.gaveUp(config, error);
    throw error;
  }
}

/** Take the preview that the call names away, and tell its pull request. Failures are in what comes back. @throws as runErrand does */
export const removePreview = (lock: Errand["lock"], call: Call): Promise<Done> => carryOutRemoval(removal(lock), call);

/** The same by an errand that may find that there is nothing to take away: then nobody is told. */
export async function carryOutRemoval(errand: Errand, call: Call): Promise<Done> {
  const heard: Secrets[] = [];
  const hearing: Watcher = { ...deaf, secrets: (secrets) => void heard.push(secrets) };
  const done = await runErrand(errand, { ...call, watcher: together(call.watcher, hearing) });
  const { config, facts } = done;
  const [secrets = new Map()] = heard;
  if (isComplete(done) && isPreviewConfig(config))
    await Promise.all([new PreviewReporter(call).removed(config), removeImages({ config, facts, secrets }, call)]);
  return done;
}

const isComplete = ({ outcomes }: Done): boolean => !hasFailed(outcomes) && outcomes.some(({ step }) => step.stage === "act");

/** What it takes to take one away. */
export const removal = (lock: Errand["lock"]): Errand => ({
  ...{ command: "preview", subcommand: "remove", lock, looksAt: previewHosts, isPartial: true, plan: planRemovalOf },
});

export interface Previews {
  readonly settings: PreviewSettings;
  readonly previews: readonly LivePreview[];
  /** Of the servers that could not be asked. */
  readonly failures: readonly Failure[];
}

/** What servers have. @throws Refusal when one cannot be asked */
export async function livePreviews(call: Call): Promise<Previews> {
  const done = await lookedAt(call);
  refuseFailures(done);
  return previewsFrom(done);
}

/** What the servers have that can be asked. @throws Refusal when none can be */
export async function seenPreviews(call: Call): Promise<Previews> {
  const done = await lookedAt(call);
  if (done.facts.size === 0) refuseFailures(done);
  return previewsFrom(done);
}

const lookedAt = (call: Call): Promise<Done> =>
  runErrand({ command: "preview", subcommand: "list", lock: false, looksAt: previewHosts, plan: noSteps }, call);

const previewsFrom = ({ config, facts, outcomes }: Done): Previews => ({
  ...{ settings: previewSettings(config), previews: previewsOn(config, facts), failures: failures(outcomes) },
});

const noSteps = (): Plan => ({ title: "Look at the previews", steps: [] });

const reportingOf = (reporter: PreviewReporter): Watcher => ({
  ...deaf,
  secrets: (secrets) => reporter.learn(secrets),
  settled: (outcome) => reporter.heard(outcome),
  releasing: ({ config, version }) => void (isPreviewConfig(config) && reporter.began(config, version)),
});
