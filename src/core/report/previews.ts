import type { LivePreview } from "../host/previews.ts";
import { code, link, markdownTable, text } from "./markdown.ts";
import { longTime, table } from "./table.ts";

/** The previews that servers have, for a terminal. */
export function describePreviews(previews: readonly LivePreview[]): string {
  if (previews.length === 0) return "There are no previews";
  return table(["PREVIEW", "ADDRESS", "STATE", "DEPLOYED", "HOSTS"], previews.map(cells));
}

/** The same as Markdown, for the page of a run. */
export function previewTable(previews: readonly LivePreview[]): string {
  if (previews.length === 0) return "There are no previews.";
  const rows = previews.map((preview) => {
    const [number = "", address = "", ...others] = cells(preview);
    return [code(number), address === "" ? "" : link(text(address), `https://${address}`), ...others.map(text)];
  });
  return markdownTable(["Preview", "Address", "State", "Deployed", "Hosts"], rows);
}

const cells = ({ number, address, state, age, hosts }: LivePreview): string[] => [
  ...[`#${number}`, address ?? "", state, age === undefined ? "" : `${longTime(age)} ago`, hosts.join(", ")],
];
