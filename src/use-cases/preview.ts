import type { Config } from "../core/config/config.ts";
import type { Host } from "../core/config/names.ts";
import { noPreviews } from "../core/config/preview/config.ts";
import { isPreviewConfig } from "../core/config/preview/preview.ts";
import type { PreviewSettings } from "../core/config/preview/settings.ts";
import { type LivePreview, previewsOn } from "../core/host/previews.ts";
import type { Plan } from "../core/plan/plan.ts";
import { planRemovalOf } from "../core/plan/preview/removal.ts";
import { explain } from "../core/report/errors.ts";
import { refuseFailures } from "../core/report/exit.ts";
import { Refusal } from "../core/report/refusal.ts";
import { hasFailed, type Report } from "../core/report/report.ts";
import type { Call } from "./call.ts";
import { release } from "./deploy.ts";
import type { Done, Errand } from "./errand.ts";
import { PreviewTelling } from "./preview-news.ts";
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
  const telling = new PreviewTelling(call);
  const watcher = together(call.watcher, tellingOf(telling));
  try {
    const report = await release(verbs.deploy, options, { ...call, watcher });
    await telling.ended(report);
    return report;
  } catch (error) {
    // Where deploy.yml cannot be read, nobody knows what the preview would be called.
    const config = await loadSettings({ ...call, watcher: deaf }).then(
      (settings) => settings.config,
      () => undefined,
    );
    if (config && isPreviewConfig(config)) await telling.refused(config, [explain(error).replaceAll(/^ERROR: /gm, "")]);
    throw error;
  }
}

/** Take the preview that the call names away, and tell its pull request. Failures are in what comes back. @throws as runErrand does */
export async function removePreview(lock: Errand["lock"], call: Call): Promise<Done> {
  const done = await runErrand(removal(lock), call);
  if (!hasFailed(done.outcomes) && isPreviewConfig(done.config)) await new PreviewTelling(call).removed(done.config);
  return done;
}

/** What it takes to take one away. */
export const removal = (lock: Errand["lock"]): Errand => ({
  ...{ command: "preview", subcommand: "remove", lock, looksAt: previewHosts, plan: planRemovalOf },
});

export interface Previews {
  readonly settings: PreviewSettings;
  readonly previews: readonly LivePreview[];
}

/** What servers have. @throws Refusal when one cannot be asked */
export async function livePreviews(call: Call): Promise<Previews> {
  const listing = { command: "preview", subcommand: "list", lock: false, looksAt: previewHosts, plan: noSteps } as const;
  const done = await runErrand(listing, call);
  refuseFailures(done);
  return { settings: previewSettings(done.config), previews: previewsOn(done.config, done.facts) };
}

const noSteps = (): Plan => ({ title: "Look at the previews", steps: [] });

const tellingOf = (telling: PreviewTelling): Watcher => ({
  ...deaf,
  secrets: (secrets) => telling.learn(secrets),
  releasing: ({ config, version }) => void (isPreviewConfig(config) && telling.began(config, version)),
});
