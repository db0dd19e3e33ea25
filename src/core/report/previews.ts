import type { PreviewSettings } from "../config/preview/settings.ts";
import { type LivePreview, previewsOn } from "../host/previews.ts";
import type { Upkeep } from "../preview/upkeep.ts";
import { code, link, markdownTable, text } from "./markdown.ts";
import type { Report } from "./report.ts";
import { longTime, table } from "./table.ts";
import { previewUrl, urlOf } from "./url.ts";

/** The previews that servers have, for a terminal. */
export function describePreviews(previews: readonly LivePreview[]): string {
  if (previews.length === 0) return "There are no previews";
  return table(["PREVIEW", "ADDRESS", "STATE", "DEPLOYED", "HOSTS"], previews.map(cells));
}

/** The same as Markdown, for the page of a run. */
export function previewTable(previews: readonly LivePreview[], settings: Pick<PreviewSettings, "ssl">): string {
  if (previews.length === 0) return "There are no previews.";
  const rows = previews.map((preview) => {
    const [number = "", address = "", ...others] = cells(preview);
    return [code(number), address === "" ? "" : link(text(address), previewUrl(preview, settings) ?? ""), ...others.map(text)];
  });
  return markdownTable(["Preview", "Address", "State", "Deployed", "Hosts"], rows);
}

const cells = ({ number, address, state, age, hosts }: LivePreview): string[] => [
  ...[`#${number}`, address ?? "", state, age === undefined ? "" : `${longTime(age)} ago`, hosts.join(", ")],
];

/** What became of those that nobody looked after. */
export const describeUpkeep = (due: readonly Upkeep[]): string =>
  due.length === 0
    ? "There was nothing to do"
    : due.map(({ number, deed, reason }) => `#${number}: ${deed}, ${reason}`).join("\n");

/** All previews that there are once a preview was deployed, for the page of the run; undefined for a run of the app itself. */
export function previewsAfter({ config, facts }: Report): string | undefined {
  const { preview, service } = config;
  const settings = config.landfall.preview;
  if (!preview || !settings) return undefined;
  const others = previewsOn({ ...config, service: preview.of }, facts).filter(({ number }) => number !== preview.number);
  const address = urlOf({ config })?.replace(/^https?:\/\//, "");
  const ours: LivePreview = {
    number: preview.number,
    service,
    address,
    state: "live",
    deployedAt: undefined,
    age: 0,
    hosts: settings.servers,
  };
  return `\n### Previews\n\n${previewTable([ours, ...others], settings)}\n`;
}
