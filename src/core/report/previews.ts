import { appOf, isPreviewConfig, type PreviewConfig } from "../config/preview/preview.ts";
import type { PreviewSettings } from "../config/preview/settings.ts";
import { lockDirectory } from "../host/names.ts";
import { type LivePreview, previewsOn } from "../host/previews.ts";
import type { Attended, Upkeep } from "../preview/upkeep.ts";
import { code, link, markdownTable, text } from "./markdown.ts";
import { hasFailed, type Report } from "./report.ts";
import { longTime, table } from "./table.ts";
import { previewUrl } from "./url.ts";

/** The previews that servers have, for a terminal. */
export function describePreviews(previews: readonly LivePreview[]): string {
  if (previews.length === 0) return "There are no previews";
  return table(["PREVIEW", "ADDRESS", "STATE", "DEPLOYED", "HOSTS"], previews.map(cells));
}

/** The same as Markdown, for the page of a run. */
export function previewTable(previews: readonly LivePreview[], settings: Pick<PreviewSettings, "ssl" | "path" | "auth">): string {
  if (previews.length === 0) return "There are no previews.";
  const rows = previews.map((preview) => {
    const [number = "", address = "", ...others] = cells(preview);
    return [code(number), address === "" ? "" : link(text(address), previewUrl(preview, settings) ?? ""), ...others.map(text)];
  });
  const asking = settings.auth ? "\n\nVisitors are asked for a user name and a password." : "";
  return `${markdownTable(["Preview", "Address", "State", "Deployed", "Hosts"], rows)}${asking}`;
}

const cells = ({ number, address, state, age, hosts }: LivePreview): string[] => [
  ...[`#${number}`, address ?? "", state, age === undefined ? "" : `${longTime(age)} ago`, hosts.join(", ")],
];

/** What became of those that nobody looked after, or what is due for them. */
export const describeUpkeep = (upkeep: readonly (Attended | Upkeep)[]): string =>
  upkeep.length === 0
    ? "There was nothing to do"
    : upkeep
        .map((each) => `#${each.number}: ${"result" in each ? results[each.result] : deeds[each.deed]}: ${each.reason}`)
        .join("\n");

const deeds: Readonly<Record<Upkeep["deed"], string>> = { remove: "to be removed", sleep: "to be put to sleep" };

const results: Readonly<Record<Attended["result"], string>> = {
  removed: "removed",
  asleep: "put to sleep",
  left: "left as it is",
  failed: "not done, though it was due",
};

type Run = Pick<Report, "config" | "facts" | "outcomes">;

/** All previews that there are after a run, for its page; undefined for a run of the app itself. */
export const previewsAfter = (run: Run): string | undefined => previewsOnceDone(run, (...own) => [justDeployed(...own)]);

/** The same once this one was taken away; all of them where part of it failed. */
export const previewsWithout = (run: Run): string | undefined => previewsOnceDone(run, () => []);

/** @param became what its own preview is, where nothing failed: else servers have what they had */
function previewsOnceDone(
  { config, facts, outcomes }: Run,
  became: (config: PreviewConfig, settings: PreviewSettings) => readonly LivePreview[],
): string | undefined {
  const settings = config.landfall.preview;
  if (!isPreviewConfig(config) || !settings) return undefined;
  const found = previewsOn(appOf(config), facts);
  if (hasFailed(outcomes)) return previewsSection(found, settings);
  const others = found.filter(({ number }) => number !== config.preview.number);
  return previewsSection([...became(config, settings), ...others], settings);
}

const justDeployed = ({ preview, service, roles, primaryRole }: PreviewConfig, { servers }: PreviewSettings): LivePreview => ({
  number: preview.number,
  service,
  address: roles.find(({ name }) => name === primaryRole)?.proxy?.hosts[0],
  state: "live",
  deployedAt: undefined,
  age: 0,
  hosts: servers,
});

/** The previews that there are, beneath what else stands on the page of a run. */
export const previewsSection = (
  previews: readonly LivePreview[],
  settings: Pick<PreviewSettings, "ssl" | "path" | "auth">,
): string => `\n### Previews\n\n${previewTable(previews, settings)}\n`;

/** Whether servers had anything of the preview that a run is about, but for the run's own lock. */
export function wasThere({ config, facts }: Pick<Report, "config" | "facts">): boolean {
  const { preview } = config;
  const found = [...facts.values()].map(({ previews = [], ...known }) => ({
    ...known,
    previews: previews.filter(({ file }) => file !== lockDirectory(config)),
  }));
  const all = previewsOn(appOf(config), new Map(found.map((known) => [known.host, known])));
  return all.some(({ number }) => number === preview?.number);
}
