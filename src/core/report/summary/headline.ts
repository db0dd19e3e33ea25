import { counted } from "../counting.ts";
import { endingWords } from "../ending.ts";
import type { Usual } from "../history.ts";
import { code, link, text } from "../markdown.ts";
import type { RunRecord } from "../record.ts";
import { withShortCommits } from "../short-commits.ts";
import { duration } from "../table.ts";

/** What came of a run, and its plainest facts. */
export function headline(record: RunRecord, usual: Usual | undefined): string {
  const { verb, service, destination, version, ending } = record;
  const app = destination === undefined ? text(service) : `${text(service)} (${text(destination)})`;
  const named = code(withShortCommits(version));
  if (ending === "succeeded") return `## ✅ ${app} ${named} is live\n\n${facts(record, usual)}`;
  const sign = ending === "cancelled" ? "⚠️" : "❌";
  return `## ${sign} ${app}: the ${text(verb)} of ${named} ${endingWords[ending]}\n\n${facts(record, usual)}`;
}

function facts({ hosts, url, image, digest, promoted, prebuilt, ...record }: RunRecord, usual: Usual | undefined): string {
  const took = duration(record.endedAt - record.startedAt);
  const line = [
    ...(url === undefined ? [] : [link(text(url), url)]),
    counted(hosts.length, "host"),
    usual === undefined ? took : `${took}, usually ${duration(usual.total * 1000)}`,
  ];
  const bytes = digest === undefined ? [] : [code(digest)];
  const what = record.ending === "succeeded" ? [["Image", code(image), ...bytes].join(" ")] : [];
  const unbuilt = prebuilt && record.ending === "succeeded" ? ["Not built here: this image was deployed as it was."] : [];
  return [line.join(" · "), ...what, ...(promoted ? [promotion(promoted)] : unbuilt)].join("\n\n");
}

/** The same bytes ran elsewhere before. */
function promotion({ from }: NonNullable<RunRecord["promoted"]>): string {
  const places = from.map(({ environment, url }) => (url === undefined ? text(environment) : link(text(environment), url)));
  return `Promoted from ${places.join(", ")}: this very image was live there, nothing was built again.`;
}
